//! The network between a client and a hub, with a switch.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// How the network is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weather {
    /// Everything goes through at once.
    Fair,
    /// Everything goes through, each piece this much later.
    Slow(Duration),
    /// Connections stand, and nothing goes through: packets are dropped.
    Silent,
    /// Connections break, and new ones are refused.
    Cut,
}

/// A TCP proxy before a hub. TLS passes through it untouched.
pub struct Network {
    address: SocketAddr,
    weather: watch::Sender<Weather>,
    /// Is the port open? Follows the weather.
    open: watch::Receiver<bool>,
}

impl Network {
    /// Puts a network before the server at `server`. It is fair at first.
    ///
    /// # Errors
    /// No port is free.
    pub async fn before(server: SocketAddr) -> std::io::Result<Network> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let weather = watch::Sender::new(Weather::Fair);
        let (opened, open) = watch::channel(true);
        tokio::spawn(accept(listener, server, weather.subscribe(), opened));
        Ok(Network { address, weather, open })
    }

    /// The hub's URL through this network.
    pub fn url(&self) -> String {
        format!("https://{}", self.address)
    }

    /// Changes the weather, and returns once the port follows.
    pub async fn turn(&self, weather: Weather) {
        self.weather.send_replace(weather);
        let mut open = self.open.clone();
        // It fails only when the proxy has ended, and then nothing goes through anyway.
        let _ = open.wait_for(|open| *open == (weather != Weather::Cut)).await;
    }
}

async fn accept(
    mut listener: TcpListener,
    server: SocketAddr,
    mut weather: watch::Receiver<Weather>,
    opened: watch::Sender<bool>,
) {
    let Ok(address) = listener.local_addr() else { return };
    loop {
        tokio::select! {
            changed = weather.changed() => {
                if changed.is_err() {
                    return;
                }
                if *weather.borrow_and_update() != Weather::Cut {
                    continue;
                }
                drop(listener);
                opened.send_replace(false);
                if weather.wait_for(|weather| *weather != Weather::Cut).await.is_err() {
                    return;
                }
                let Ok(again) = TcpListener::bind(address).await else { return };
                listener = again;
                opened.send_replace(true);
            }
            accepted = listener.accept() => {
                if let Ok((client, _)) = accepted {
                    tokio::spawn(join(client, server, weather.clone()));
                }
            }
        }
    }
}

/// Carries bytes both ways until one side ends or the network is cut.
async fn join(client: TcpStream, server: SocketAddr, weather: watch::Receiver<Weather>) {
    let Ok(server) = TcpStream::connect(server).await else { return };
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    let mut until_cut = weather.clone();
    tokio::select! {
        () = carry(from_client, to_server, weather.clone()) => {}
        () = carry(from_server, to_client, weather) => {}
        _ = until_cut.wait_for(|weather| *weather == Weather::Cut) => {}
    }
}

async fn carry(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, mut weather: watch::Receiver<Weather>) {
    let mut piece = vec![0; 16 * 1024];
    while let Ok(length @ 1..) = from.read(&mut piece).await {
        let Ok(now) = weather.wait_for(|weather| *weather != Weather::Silent).await.map(|weather| *weather)
        else {
            return;
        };
        if let Weather::Slow(delay) = now {
            tokio::time::sleep(delay).await;
        }
        if to.write_all(&piece[..length]).await.is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn echo() -> SocketAddr {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (from, to) = stream.into_split();
                tokio::spawn(carry(from, to, watch::Sender::new(Weather::Fair).subscribe()));
            }
        });
        address
    }

    async fn say(stream: &mut TcpStream, word: &str) -> std::io::Result<String> {
        stream.write_all(word.as_bytes()).await?;
        let mut heard = vec![0; word.len()];
        stream.read_exact(&mut heard).await?;
        Ok(String::from_utf8_lossy(&heard).into_owned())
    }

    #[tokio::test]
    async fn a_cut_network_breaks_what_was_open_and_refuses_what_is_new_until_it_is_mended() {
        let network = Network::before(echo().await).await.unwrap();
        let mut before = TcpStream::connect(network.address).await.unwrap();
        assert_eq!(say(&mut before, "fair").await.unwrap(), "fair");

        network.turn(Weather::Cut).await;
        assert!(say(&mut before, "lost").await.is_err());
        assert!(TcpStream::connect(network.address).await.is_err());

        network.turn(Weather::Slow(Duration::from_millis(1))).await;
        let mut after = TcpStream::connect(network.address).await.unwrap();
        assert_eq!(say(&mut after, "mended").await.unwrap(), "mended");
    }

    #[tokio::test]
    async fn a_silent_network_takes_connections_and_carries_nothing_until_it_is_fair() {
        let server = echo().await;
        let network = Network::before(server).await.unwrap();
        network.turn(Weather::Silent).await;
        let mut stream = TcpStream::connect(network.address).await.unwrap();
        stream.write_all(b"hello").await.unwrap();
        let mut other = TcpStream::connect(server).await.unwrap();
        assert_eq!(say(&mut other, "meanwhile").await.unwrap(), "meanwhile");
        let mut heard = [0; 5];
        assert_eq!(stream.try_read(&mut heard).unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
        network.turn(Weather::Fair).await;
        stream.read_exact(&mut heard).await.unwrap();
        assert_eq!(&heard, b"hello");
    }
}
