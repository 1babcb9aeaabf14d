//! By access list. The standard library does not know them; these are the system's own calls.
#![allow(unsafe_code, reason = "the system's interface is C")]

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::windows::fs::OpenOptionsExt as _;
use std::os::windows::io::AsRawHandle as _;
use std::path::Path;
use std::ptr::null_mut;

use windows_sys::Win32::Foundation::{ERROR_SUCCESS, GENERIC_WRITE, LocalFree};
use windows_sys::Win32::Security::Authorization::{
    ConvertStringSecurityDescriptorToSecurityDescriptorW, GetSecurityInfo, SDDL_REVISION_1, SE_FILE_OBJECT,
};
use windows_sys::Win32::Security::{
    DACL_SECURITY_INFORMATION, GetSecurityDescriptorControl, GetSecurityDescriptorOwner, IsWellKnownSid,
    OBJECT_SECURITY_INFORMATION, OWNER_SECURITY_INFORMATION, PROTECTED_DACL_SECURITY_INFORMATION,
    PSECURITY_DESCRIPTOR, SE_DACL_PROTECTED, SetKernelObjectSecurity, UNPROTECTED_DACL_SECURITY_INFORMATION,
    WinBuiltinAdministratorsSid, WinLocalSystemSid,
};
use windows_sys::Win32::Storage::FileSystem::{FILE_FLAG_BACKUP_SEMANTICS, READ_CONTROL, WRITE_DAC};

/// Nothing inherited from above; everything to the owner (whoever that is of a file in the folder), the system and the
/// administrators, and the same to what is made in it. Written in the security descriptor definition language.
const OWNER_ALONE: &str = "D:P(A;OICI;FA;;;S-1-3-4)(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)\0";

/// Rights to look at an access list and to change it.
const ACCESS: u32 = READ_CONTROL | WRITE_DAC;

pub(crate) fn close_folder(path: &Path) -> io::Result<()> {
    close(path, &Descriptor::read(OWNER_ALONE)?)
}

/// What is in a folder inherited when it was made, and may be opened without a way through the folder.
fn close(path: &Path, alone: &Descriptor) -> io::Result<()> {
    alone.give(&handle(path, ACCESS)?)?;
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            close(&entry.path(), alone)?;
        } else if kind.is_file() {
            alone.give(&handle(&entry.path(), ACCESS)?)?;
        }
    }
    Ok(())
}

pub(crate) fn open(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    let file = options.access_mode(GENERIC_WRITE | ACCESS).open(path)?;
    Descriptor::read(OWNER_ALONE)?.give(&file)?;
    Ok(file)
}

pub(crate) fn look_alike(new: &Path, there: &Path) -> io::Result<()> {
    Descriptor::of(&handle(there, READ_CONTROL)?, DACL_SECURITY_INFORMATION)?.give(&handle(new, ACCESS)?)
}

pub(crate) fn administrators_own(path: &Path) -> io::Result<bool> {
    Descriptor::of(&handle(path, READ_CONTROL)?, OWNER_SECURITY_INFORMATION)?.is_of_administrators()
}

/// A file or folder, opened for its descriptor alone.
fn handle(path: &Path, access: u32) -> io::Result<File> {
    // Windows opens folders under this flag only.
    File::options().access_mode(access).custom_flags(FILE_FLAG_BACKUP_SEMANTICS).open(path)
}

/// Who may do what, in memory of the system's.
struct Descriptor(PSECURITY_DESCRIPTOR);

impl Descriptor {
    fn read(text: &str) -> io::Result<Descriptor> {
        let text: Vec<u16> = text.encode_utf16().collect();
        let mut descriptor = null_mut();
        // SAFETY: the text ends with a zero and outlives the call; the size is not asked for.
        let read = unsafe {
            ConvertStringSecurityDescriptorToSecurityDescriptorW(
                text.as_ptr(),
                SDDL_REVISION_1,
                &mut descriptor,
                null_mut(),
            )
        };
        if read == 0 { Err(io::Error::last_os_error()) } else { Ok(Descriptor(descriptor)) }
    }

    /// The parts of a file's that are asked for.
    fn of(file: &File, parts: OBJECT_SECURITY_INFORMATION) -> io::Result<Descriptor> {
        let mut descriptor = null_mut();
        // SAFETY: the handle is open; only the descriptor is asked for, not its parts by themselves.
        let code = unsafe {
            GetSecurityInfo(
                file.as_raw_handle(),
                SE_FILE_OBJECT,
                parts,
                null_mut(),
                null_mut(),
                null_mut(),
                null_mut(),
                &mut descriptor,
            )
        };
        if code == ERROR_SUCCESS {
            Ok(Descriptor(descriptor))
        } else {
            Err(io::Error::from_raw_os_error(code.cast_signed()))
        }
    }

    /// Gives the file or folder this list, and what it says of inheriting.
    fn give(&self, file: &File) -> io::Result<()> {
        let inherits = if self.is_protected()? {
            PROTECTED_DACL_SECURITY_INFORMATION
        } else {
            UNPROTECTED_DACL_SECURITY_INFORMATION
        };
        // SAFETY: the handle is open and the descriptor a valid one.
        match unsafe {
            SetKernelObjectSecurity(file.as_raw_handle(), DACL_SECURITY_INFORMATION | inherits, self.0)
        } {
            0 => Err(io::Error::last_os_error()),
            _ => Ok(()),
        }
    }

    fn is_of_administrators(&self) -> io::Result<bool> {
        let (mut owner, mut defaulted) = (null_mut(), 0);
        // SAFETY: the descriptor is a valid one, and the others are places for the outcome.
        if unsafe { GetSecurityDescriptorOwner(self.0, &mut owner, &mut defaulted) } == 0 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: the owner lies in the descriptor.
        let is = |kind| !owner.is_null() && unsafe { IsWellKnownSid(owner, kind) } != 0;
        Ok(is(WinBuiltinAdministratorsSid) || is(WinLocalSystemSid))
    }

    fn is_protected(&self) -> io::Result<bool> {
        let (mut control, mut revision) = (0, 0);
        // SAFETY: the descriptor is a valid one, and the others are places for the outcome.
        match unsafe { GetSecurityDescriptorControl(self.0, &mut control, &mut revision) } {
            0 => Err(io::Error::last_os_error()),
            _ => Ok(control & SE_DACL_PROTECTED != 0),
        }
    }
}

impl Drop for Descriptor {
    fn drop(&mut self) {
        // SAFETY: the system made it with LocalAlloc, and nothing else frees it.
        unsafe { LocalFree(self.0) };
    }
}
