//! The SMTP server that letters are handed to, one conversation a letter.

use super::{MailConfigError, MailError, domain};
use lettre::Address;
use lettre::transport::smtp;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Tls, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use percent_encoding::percent_decode_str;
use std::future::Future;
use std::net::IpAddr;
use std::time::Duration;
use url::{Host, Url};

/// How long a server may take to say goodbye once the fate of the letter is known.
const GOODBYE: Duration = Duration::from_secs(2);

/// The SMTP server.
pub(super) struct Relay {
    host: String,
    port: u16,
    hello: ClientId,
    tls: Tls,
    credentials: Option<Credentials>,
    patience: Duration,
}

impl Relay {
    /// The form of lettre: `smtps://user:password@host:port/hello?tls=required`.
    pub(super) fn parse(text: &str, hello: &str, patience: Duration) -> Result<Self, MailConfigError> {
        let wrong = |fault: &str| MailConfigError::Url(fault.to_owned());
        let decode = |text: &str| percent_decode_str(text).decode_utf8().map(String::from).map_err(|_| wrong("it is not UTF-8"));
        let url = Url::parse(text).map_err(|error| MailConfigError::Url(error.to_string()))?;
        let host = match url.host() {
            Some(Host::Domain(name)) => domain(&decode(name)?).ok_or_else(|| wrong("the host is not a domain"))?,
            Some(Host::Ipv4(ip)) => ip.to_string(),
            Some(Host::Ipv6(ip)) => ip.to_string(),
            None => return Err(wrong("it names no host")),
        };
        let parameters = || TlsParameters::new(host.clone()).map_err(|error| MailConfigError::Url(error.to_string()));
        let asked = url.query_pairs().find(|(key, _)| key == "tls").map(|(_, value)| value.into_owned());
        let (tls, port) = match (url.scheme(), asked.as_deref()) {
            ("smtps", None | Some("required")) => (Tls::Wrapper(parameters()?), 465),
            ("smtp", Some("required")) => (Tls::Required(parameters()?), 587),
            ("smtp", Some("opportunistic")) => (Tls::Opportunistic(parameters()?), 587),
            ("smtp", None) => (Tls::None, 25),
            _ => return Err(wrong("it begins with smtps:// or smtp://, and `?tls=` is `required` or `opportunistic`")),
        };
        let credentials = match url.password() {
            Some(password) => Some(Credentials::new(decode(url.username())?, decode(password)?)),
            None if url.username().is_empty() => None,
            None => return Err(wrong("it names a user without a password")),
        };
        let is_here = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
        if credentials.is_some() && !is_here && matches!(tls, Tls::None | Tls::Opportunistic(_)) {
            return Err(wrong("the password could travel in the clear: use smtps:// or ?tls=required"));
        }
        let named = Some(url.path().trim_matches('/')).filter(|name| !name.is_empty());
        let hello = domain(named.unwrap_or(hello)).ok_or_else(|| wrong("its path is not a domain"))?;
        let hello = hello.parse().map(ClientId::Ipv4).unwrap_or(ClientId::Domain(hello));
        Ok(Self { host, port: url.port().unwrap_or(port), hello, tls, credentials, patience })
    }

    pub(super) async fn send(&self, from: &Address, to: &Address, message: &[u8]) -> Result<(), MailError> {
        // Until the recipient is named, whatever is refused is our configuration, which someone will mend: letters wait.
        let mut connection = self.answer(self.connect()).await.map_err(MailError::about_us)?;
        let fate = self.hand_over(&mut connection, from, to, message).await;
        // The letter has been taken or not: what the server does with our goodbye changes nothing.
        let _ = tokio::time::timeout(GOODBYE.min(self.patience), connection.quit()).await;
        fate
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, smtp::Error> {
        let wrapped = if let Tls::Wrapper(parameters) = &self.tls { Some(parameters.clone()) } else { None };
        let server = (self.host.as_str(), self.port);
        let mut connection = AsyncSmtpConnection::connect_tokio1(server, Some(self.patience), &self.hello, wrapped, None).await?;
        match &self.tls {
            // It fails where the server does not offer it, before anything of ours is said.
            Tls::Required(parameters) => connection.starttls(parameters.clone(), &self.hello).await?,
            Tls::Opportunistic(parameters) if connection.can_starttls() => {
                connection.starttls(parameters.clone(), &self.hello).await?;
            }
            _ => {}
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials).await?;
        }
        Ok(connection)
    }

    async fn hand_over(&self, connection: &mut AsyncSmtpConnection, from: &Address, to: &Address, message: &[u8]) -> Result<(), MailError> {
        self.answer(connection.command(Mail::new(Some(from.clone()), vec![]))).await.map_err(MailError::about_us)?;
        self.answer(connection.command(Rcpt::new(to.clone(), vec![]))).await?;
        self.answer(connection.command(Data)).await?;
        self.answer(connection.message(message)).await?;
        Ok(())
    }

    /// One answer of the server. lettre limits the connection only.
    async fn answer<T>(&self, step: impl Future<Output = Result<T, smtp::Error>>) -> Result<T, MailError> {
        match tokio::time::timeout(self.patience, step).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) if error.is_permanent() => Err(MailError::Refused(error.to_string())),
            Ok(Err(error)) => Err(MailError::Later(error.to_string())),
            Err(_) => Err(MailError::Later(format!("no answer within {} s", self.patience.as_secs()))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_says_where_and_how() {
        let parse = |url| Relay::parse(url, "attire.example", Duration::from_secs(1)).expect(url);
        let relay = parse("smtps://elise:p%40ss@Mail.Example");
        assert_eq!((relay.host.as_str(), relay.port, &relay.hello), ("mail.example", 465, &ClientId::Domain("attire.example".to_owned())));
        assert!(matches!(relay.tls, Tls::Wrapper(_)));
        assert_eq!(relay.credentials, Some(Credentials::new("elise".to_owned(), "p@ss".to_owned())));
        let relay = parse("smtp://relay.example/portal.example?tls=required");
        assert!(matches!(relay.tls, Tls::Required(_)));
        assert_eq!((relay.port, &relay.hello), (587, &ClientId::Domain("portal.example".to_owned())));
        let relay = parse("smtp://[::1]:2525");
        assert_eq!((relay.host.as_str(), relay.port, matches!(relay.tls, Tls::None)), ("::1", 2525, true));
        assert_eq!(parse("smtp://québec.example").host, "xn--qubec-csa.example");
        assert_eq!(parse("smtp://127.0.0.1").port, 25);
        parse("smtp://a:b@127.0.0.1:2525");
        parse("smtp://a:b@localhost:2525");
    }
}
