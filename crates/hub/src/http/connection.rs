//! A connection and how long it may be held: by somebody who says nothing, who shows no session, or who does not read.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, Ipv4Addr};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::Extension;
use axum::body::{Body, Bytes, HttpBody};
use axum_server::accept::Accept;
use http_body::{Frame, SizeHint};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep_until};
use tower::Layer as _;

use crate::limits::Limits;

/// How long a connection that is overdue may go unnoticed, as a part of the shortest limit.
const NOTICED: u32 = 4;

/// What is known of a connection. A request carries it as an extension.
pub(crate) struct Connection {
    address: IpAddr,
    /// Somebody has shown a session on it.
    known: AtomicBool,
    /// Answers that have not left, with the time from which they were there.
    unsent: Mutex<HashMap<u64, Instant>>,
    answers: AtomicU64,
}

impl Connection {
    fn new(address: IpAddr) -> Connection {
        Connection {
            address,
            known: AtomicBool::new(false),
            unsent: Mutex::default(),
            answers: AtomicU64::new(0),
        }
    }

    /// Where it comes from.
    pub(crate) fn address(&self) -> IpAddr {
        self.address
    }

    /// Somebody has shown a session.
    pub(crate) fn is_known(&self) {
        self.known.store(true, Ordering::Relaxed);
    }

    /// The body, watched until it has been taken whole.
    pub(crate) fn sending(self: &Arc<Self>, body: Body) -> Body {
        let number = self.answers.fetch_add(1, Ordering::Relaxed);
        self.unsent.lock().unwrap_or_else(PoisonError::into_inner).insert(number, Instant::now());
        Body::new(Unsent { body, number, connection: Arc::clone(self) })
    }

    fn oldest_unsent(&self) -> Option<Instant> {
        self.unsent.lock().unwrap_or_else(PoisonError::into_inner).values().min().copied()
    }
}

/// A body that is not taken whole yet.
struct Unsent {
    body: Body,
    number: u64,
    connection: Arc<Connection>,
}

impl HttpBody for Unsent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Unsent {
    fn drop(&mut self) {
        self.connection.unsent.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.number);
    }
}

/// Takes connections as long as there are places for them.
#[derive(Clone)]
pub(crate) struct Door {
    limits: Arc<Limits>,
    open: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

impl Door {
    pub(crate) fn new(limits: Arc<Limits>) -> Door {
        Door { limits, open: Arc::default() }
    }

    fn enter(&self, address: IpAddr) -> io::Result<Entered> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let full = open.values().sum::<usize>() >= self.limits.connections;
        let own = open.entry(address).or_default();
        if full || *own >= self.limits.connections_per_address {
            return Err(io::Error::from(io::ErrorKind::ConnectionRefused));
        }
        *own += 1;
        Ok(Entered { address, open: Arc::clone(&self.open) })
    }

    fn take<S>(&self, stream: TcpStream, service: S) -> io::Result<(Line, Known<S>)> {
        // Otherwise the last part of an answer waits for the asker's acknowledgement of the first, 40 ms on Linux.
        stream.set_nodelay(true)?;
        let address = stream.peer_addr()?.ip();
        let entered = self.enter(address)?;
        let connection = Arc::new(Connection::new(address));
        let service = Extension(Arc::clone(&connection)).layer(service);
        Ok((Line::new(stream, connection, entered, Arc::clone(&self.limits)), service))
    }
}

/// A service whose requests carry their [`Connection`].
type Known<S> = <Extension<Arc<Connection>> as tower::Layer<S>>::Service;

impl<S> Accept<TcpStream, S> for Door {
    type Stream = Line;
    type Service = Known<S>;
    type Future = std::future::Ready<io::Result<(Line, Known<S>)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        std::future::ready(self.take(stream, service))
    }
}

/// A connection's place; dropping it gives it back.
struct Entered {
    address: IpAddr,
    open: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

impl Drop for Entered {
    fn drop(&mut self) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = open.get_mut(&self.address) {
            *own = own.saturating_sub(1);
            if *own == 0 {
                open.remove(&self.address);
            }
        }
    }
}

/// A stream that ends when it is held too long.
pub(crate) struct Line {
    stream: TcpStream,
    connection: Arc<Connection>,
    limits: Arc<Limits>,
    began: Instant,
    /// When anything was read last.
    heard: Instant,
    /// Since when the other side takes nothing.
    stuck: Option<Instant>,
    check: Pin<Box<Sleep>>,
    _entered: Entered,
}

impl Line {
    fn new(stream: TcpStream, connection: Arc<Connection>, entered: Entered, limits: Arc<Limits>) -> Line {
        let began = Instant::now();
        let check = Box::pin(sleep_until(began + every(&limits)));
        Line { stream, connection, limits, began, heard: began, stuck: None, check, _entered: entered }
    }

    /// Ready when the connection is overdue; otherwise wakes whoever asks when it may be.
    fn overdue(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        loop {
            ready!(self.check.as_mut().poll(cx));
            let now = Instant::now();
            if now >= self.due() {
                return Poll::Ready(io::Error::from(io::ErrorKind::TimedOut));
            }
            let next = self.due().min(now + every(&self.limits));
            self.check.as_mut().reset(next);
        }
    }

    /// When it has to end, as things stand.
    fn due(&self) -> Instant {
        let Limits { stranger, silent, sending, .. } = *self.limits;
        let stranger = (!self.connection.known.load(Ordering::Relaxed)).then_some(self.began + stranger);
        let held = self.stuck.into_iter().chain(self.connection.oldest_unsent()).min();
        let sent = held.map(|since| since + sending);
        stranger.into_iter().chain(sent).fold(self.heard + silent, Instant::min)
    }
}

fn every(limits: &Limits) -> Duration {
    limits.stranger.min(limits.silent).min(limits.sending) / NOTICED
}

impl AsyncRead for Line {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let line = self.get_mut();
        let read = Pin::new(&mut line.stream).poll_read(cx, buffer);
        if read.is_ready() {
            line.heard = Instant::now();
            return read;
        }
        line.overdue(cx).map(Err)
    }
}

impl AsyncWrite for Line {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let line = self.get_mut();
        let written = Pin::new(&mut line.stream).poll_write(cx, bytes);
        if written.is_ready() {
            line.stuck = None;
            return written;
        }
        line.stuck.get_or_insert_with(Instant::now);
        line.overdue(cx).map(Err)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffers: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let line = self.get_mut();
        let written = Pin::new(&mut line.stream).poll_write_vectored(cx, buffers);
        if written.is_ready() {
            line.stuck = None;
            return written;
        }
        line.stuck.get_or_insert_with(Instant::now);
        line.overdue(cx).map(Err)
    }
}

/// Where a request comes from; this machine where it came over no connection.
pub(crate) fn address(connection: Option<&Arc<Connection>>) -> IpAddr {
    connection.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |connection| connection.address())
}
