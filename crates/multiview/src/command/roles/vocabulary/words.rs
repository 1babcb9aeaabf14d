//! Words that column names are made of, in the languages of the registers we know.

use crate::command::roles::Role;

/// Role and the names and words that mean it, without accents, separated by blanks. A whole name is looked for before a single word.
pub(super) const WORDS: [(Role, &str); 24] = [
    (
        Role::Ignored,
        "cluster cluster_id true_cluster true_id entity_id ent_id label truth match_id group_id person_id",
    ),
    (
        Role::BirthYear,
        "birth_year birthyear rok_urodzenia rok_narozeni fodelsear fodselsar syntymavuosi szuletesi_ev \
         godina_rodenja god_rozhdeniia anul_nasterii ano_nascimento anno_nascita dogum_yili nam_sinh jahrgang \
         annee godina god rok year_born year_of_birth yob by dob_year dob_yr byear dob_y geburtsjahr \
         annee_naissance ano_nacimiento geboortejaar year",
    ),
    (
        Role::BirthMonth,
        "birth_month birthmonth mes_nacimiento mois_naissance maand mes mois monat month_of_birth bm dob_mon \
         dob_month mob dob_m bmonth geburtsmonat month",
    ),
    (
        Role::BirthDay,
        "birth_day birthday_day dia_nacimiento jour_naissance tag jour dia geboortedag day_of_birth bd \
         dob_day dob_d bday geburtstag day",
    ),
    (
        Role::BirthDate,
        "dob dateofbirth birth data_urodzenia datum_narozeni narozeni fodelsedatum fodselsdato syntymaaika \
         szuletesi_datum szuletes datum_rodenja datum_rodzenia data_rozhdeniia data_nasterii data_nascimento \
         nascimento dogum_tarihi ngay_sinh geboren geb_datum gebdatum fecha_nac born_on birthdt naissance \
         nascita hemerominia_gennisis date_of_birth birth_date birthdate birthday born geburtsdatum \
         date_naissance fecha_nacimiento fecha_de_nacimiento geboortedatum data_nascita gebdat birth_dt",
    ),
    (
        Role::Text,
        "birth_place place_of_birth birthplace geburtsort lieu_naissance pob occupation zawod povolani yrke \
         ammatti foglalkozas zanimanje oficio ocupacion mestiere professione trade occ job profession beruf \
         employer relationship spouse father mother maiden_name",
    ),
    (
        Role::MiddleName,
        "middle_name middle mname middlename second_name middle_initial mi midl_name zweitname",
    ),
    (
        Role::GivenName,
        "given_name given_names first_names forenames fname1 name1 imie jmeno krestni_jmeno meno fornamn \
         fornavn etunimi keresztnev utonev ime imia prenume isim primeiro_nome onoma ten eesnimi vards vardas \
         eiginnafn given givenname first_name firstname fname forename forename1 christian_name vorname \
         prenom nombre voornaam nome pername1 first fn",
    ),
    (
        Role::Surname,
        "surname nazwisko prijmeni priezvisko efternamn etternavn efternavn sukunimi vezeteknev csaladnev \
         prezime familiia familia nume soyad soyadi sobrenome apelido eponymo ho perekonnanimi uzvards \
         pavarde surnames last_names name2 last_name lastname lname family_name familyname familienname \
         nachname nom apellido apellidos achternaam cognome pername2 last sname ln maiden",
    ),
    (Role::Suffix, "suffix name_suffix generation name_sufx_cd"),
    (
        Role::FullName,
        "name namn navn nimi nev ho_ten ho_va_ten fio nombre_completo nome_completo nom_complet nom_prenom \
         prenom_nom name_full client customer patient kunde full_name fullname person_name naam complete_name",
    ),
    (
        Role::Sex,
        "sex plec pohlavi kon kjonn sukupuoli nem spol pol cinsiyet gioi_tinh genre genero genere sukup \
         gender geschlecht sexe sexo geslacht sesso gender_code sex_code",
    ),
    (
        Role::Email,
        "email emailaddress mail_address courriel correo correo_electronico e_mail_address email1 e_mail mail \
         email_address",
    ),
    (
        Role::Phone,
        "phone phone_no telefonnummer telefon_nr tel_nr tel_no gsm handy mobil mobile_phone cell_phone \
         home_phone celular movil dien_thoai telefone cellulare telefono_movil contact_number phone1 \
         telephone_number telephone tel mobile cell phone_number telefon telefono phone_num full_phone_num",
    ),
    (
        Role::Identifier,
        "ssn pesel rodne_cislo codice_fiscale personnummer fodselsnummer henkilotunnus curp rfc aadhaar pan \
         tc_kimlik oib jmbg egn cnp nif nir avs ahv sin tfn steuer_id svnr member_no member_number \
         customer_no patient_id mrn vin plate licence_plate license_plate passport_no passport_number \
         soc_sec_id social_security social_security_number nino nhs nhs_number passport licence license \
         drivers_license driver_license driver_licence dl oln sid fbi medicare national_id tax_id nin \
         voter_id inmate identity_number id_number bsn dni nie cpf insee",
    ),
    (
        Role::PostalCode,
        "postcode kod_pocztowy psc postnr postnummer postinumero cep iranyitoszam cod_postal posta_kodu \
         taxydromikos_kodikas zip5 zip3 postal postal_code postalcode zip zip_code zipcode plz pc enumpc \
         code_postal codigo_postal cap post_code res_zip postcode_fake",
    ),
    (
        Role::HouseNumber,
        "street_number nr_domu cislo_domu numero huisnr hausnr nummer house_number house_no housenumber \
         hausnummer house_num huisnummer st_no",
    ),
    (Role::Unit, "unit apartment apt flat floor address_2 address2 addr_2 addr2 address_line_2"),
    (
        Role::Street,
        "street ulica ulice adres adresse adresa direccion domicilio indirizzo endereco gata gatuadress \
         adress osoite cim via dia_chi ulitsa mailing_address address_line home_address street_addr str \
         address_1 address1 addr_1 addr1 address_line_1 street_address street_name address addr strasse rue \
         calle straat enumcap res_street_address residence",
    ),
    (
        Role::Town,
        "town miejscowosc miasto mesto obec gorod stad kommune kaupunki varos telepules grad cidade municipio \
         poli thanh_pho commune paroisse postort by_name gemeinde localidad poblacion sehir hometown \
         place_of_residence town_city city_town suburb city locality ort ville stadt parish municipality \
         plaats comune village ciudad wohnort res_city_desc city_name",
    ),
    (
        Role::Region,
        "state wojewodztwo kraj oblast provincia estado regione departement lan fylke tinh megye zupanija \
         judet us_state county region province canton district state_cd country bundesland land",
    ),
    (
        Role::Code,
        "race ethnicity ethnic marital_status marital eyes hair eye_color hair_color religion party \
         nationality race_code title",
    ),
    (Role::Measure, "height weight age alter edad"),
    (Role::Ignored, "rec_no row index timestamp updated created"),
];

/// People besides the one whose record it is; what is said of them is not said of that one.
pub(super) const OTHERS: [&str; 34] = [
    "mother",
    "mothers",
    "father",
    "fathers",
    "spouse",
    "spouses",
    "husband",
    "wife",
    "partner",
    "child",
    "children",
    "son",
    "daughter",
    "parent",
    "parents",
    "guardian",
    "kin",
    "relative",
    "emergency",
    "employer",
    "doctor",
    "physician",
    "officer",
    "attorney",
    "lawyer",
    "judge",
    "witness",
    "landlord",
    "agent",
    "referrer",
    "mere",
    "pere",
    "mutter",
    "vater",
];
/// What happens to people after they were born.
pub(super) const EVENTS: [&str; 34] = [
    "death",
    "died",
    "deceased",
    "visit",
    "admission",
    "admitted",
    "discharge",
    "hire",
    "hired",
    "arrest",
    "arrested",
    "booking",
    "offense",
    "incident",
    "issue",
    "issued",
    "expiry",
    "expiration",
    "expires",
    "registration",
    "registered",
    "enrolled",
    "start",
    "end",
    "update",
    "updated",
    "created",
    "modified",
    "entry",
    "reported",
    "service",
    "appointment",
    "exam",
    "hearing",
];
pub(super) const BIRTH: [&str; 14] = [
    "birth",
    "born",
    "naissance",
    "nacimiento",
    "nascita",
    "nascimento",
    "geburt",
    "geburts",
    "geboorte",
    "urodzenia",
    "narozeni",
    "fodsel",
    "rodenja",
    "dogum",
];
/// The words before them are what a name is about: `town of birth`.
pub(super) const OF: [&str; 7] = ["of", "de", "du", "del", "da", "di", "von"];
