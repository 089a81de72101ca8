//! A static file server on 127.0.0.1, as plain as the hosts the page is made for: files, their types, nothing else.
//!
//! `Access-Control-Allow-Origin: *` is there because module scripts and `fetch` are refused without it when the page
//! is opened in a sandboxed iframe, whose origin is no one's. GitHub Pages sends the same header.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// A directory bound to a port, and to a path on it.
pub struct Server {
    listener: TcpListener,
    directory: PathBuf,
    /// Begins and ends with `/`.
    mount: String,
}

impl Server {
    /// Listens on this port of 127.0.0.1, 0 for any free one, to serve the directory under `mount`.
    pub fn bind(port: u16, directory: &Path, mount: &str) -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", port))
            .with_context(|| format!("cannot listen on port {port}"))?;
        Ok(Self { listener, directory: directory.to_path_buf(), mount: mount.to_owned() })
    }

    /// The address of the served directory, with a final `/`.
    pub fn url(&self) -> Result<String> {
        Ok(format!("http://{}{}", self.listener.local_addr()?, self.mount))
    }

    /// Serves for ever, each connection in a thread of its own.
    pub fn serve(&self) {
        std::thread::scope(|scope| {
            for stream in self.listener.incoming().flatten() {
                // A visitor who hangs up is no error of ours.
                scope.spawn(|| self.answer(stream).ok());
            }
        });
    }

    fn answer(&self, mut stream: TcpStream) -> Result<()> {
        let mut head = BufReader::new(stream.try_clone()?.take(16 * 1024));
        let mut request = String::new();
        head.read_line(&mut request)?;
        let mut line = String::new();
        while head.read_line(&mut line)? > 2 {
            line.clear();
        }
        let mut words = request.split_whitespace();
        let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let (status, kind, body) = match (method, relative(target, &self.mount)) {
            ("GET" | "HEAD", Some(name)) => match std::fs::read(self.directory.join(&name)) {
                Ok(body) => ("200 OK", media_type(&name), body),
                Err(_) => not_found(),
            },
            ("GET" | "HEAD", None) => not_found(),
            _ => ("405 Method Not Allowed", TEXT, Vec::new()),
        };
        write!(
            stream,
            "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nAccess-Control-Allow-Origin: *\r\n\
             Cache-Control: no-cache\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
            body.len()
        )?;
        if method != "HEAD" {
            stream.write_all(&body)?;
        }
        Ok(stream.flush()?)
    }
}

const TEXT: &str = "text/plain; charset=utf-8";

fn not_found() -> (&'static str, &'static str, Vec<u8>) {
    ("404 Not Found", TEXT, b"Not found\n".to_vec())
}

/// The file a request means, relative to the served directory; nothing outside the mount or the directory.
fn relative(target: &str, mount: &str) -> Option<String> {
    let path = target.split(['?', '#']).next()?.strip_prefix(mount)?;
    let inside = !path.starts_with('/')
        && path.split('/').all(|part| !part.starts_with('.') && !part.contains(['\\', ':', '%']));
    let index = if path.is_empty() || path.ends_with('/') { "index.html" } else { "" };
    inside.then(|| format!("{path}{index}"))
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "webmanifest" => "application/manifest+json",
        "woff2" => "font/woff2",
        "txt" => TEXT,
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_stay_inside_the_directory() {
        let cases = [
            ("/", "/", Some("index.html")),
            ("/a/b.js?v=1", "/", Some("a/b.js")),
            ("/a/", "/", Some("a/index.html")),
            ("/sub/path/", "/sub/path/", Some("index.html")),
            ("/sub/path/x.css", "/sub/path/", Some("x.css")),
            ("/x.css", "/sub/path/", None),
            ("/../secret", "/", None),
            ("/a/%2e%2e/secret", "/", None),
            ("/.git/config", "/", None),
            ("/C:/x", "/", None),
            // An absolute path would replace the directory it is joined to.
            ("//etc/passwd", "/", None),
            ("", "/", None),
        ];
        for (target, mount, expected) in cases {
            assert_eq!(relative(target, mount).as_deref(), expected, "{target} under {mount}");
        }
    }

    #[test]
    fn wasm_has_its_own_type() {
        assert_eq!(media_type("page-1f_bg.wasm"), "application/wasm");
        assert_eq!(media_type("LICENSE"), "application/octet-stream");
    }

    #[test]
    fn a_file_is_served_with_its_headers() -> Result<()> {
        let directory = std::env::temp_dir().join(format!("nabla-server-{}", std::process::id()));
        std::fs::create_dir_all(&directory)?;
        std::fs::write(directory.join("a.js"), "1;")?;
        let server = Server::bind(0, &directory, "/x/")?;
        let address = server.listener.local_addr()?;
        std::thread::spawn(move || server.serve());

        let ask = |request: &str| -> Result<String> {
            let mut stream = TcpStream::connect(address)?;
            write!(stream, "{request} HTTP/1.1\r\nHost: x\r\n\r\n")?;
            let mut answer = String::new();
            stream.read_to_string(&mut answer)?;
            Ok(answer)
        };
        let found = ask("GET /x/a.js")?;
        let head = ask("HEAD /x/a.js")?;
        let missing = ask("GET /a.js")?;
        let refused = ask("POST /x/a.js")?;
        std::fs::remove_dir_all(&directory)?;
        assert!(
            found.starts_with("HTTP/1.1 200 OK\r\nContent-Type: text/javascript")
                && found.ends_with("\r\n\r\n1;")
        );
        assert!(found.contains("\r\nAccess-Control-Allow-Origin: *\r\n"));
        assert!(head.contains("Content-Length: 2\r\n") && head.ends_with("\r\n\r\n"));
        assert!(missing.starts_with("HTTP/1.1 404 "));
        assert!(refused.starts_with("HTTP/1.1 405 "));
        Ok(())
    }
}
