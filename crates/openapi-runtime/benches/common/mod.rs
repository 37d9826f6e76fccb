//! What the benches share.

use std::{env, io::BufRead, process};

/// A server in another process: this program with the argument `serve`, which first prints its URL.
pub struct Server {
    pub url: String,
    process: process::Child,
}

impl Server {
    pub fn start() -> Self {
        let mut process = process::Command::new(env::current_exe().unwrap())
            .arg("serve")
            .stdout(process::Stdio::piped())
            .spawn()
            .unwrap();
        let mut url = String::new();
        let stdout = process.stdout.take().unwrap();
        std::io::BufReader::new(stdout).read_line(&mut url).unwrap();
        Self {
            url: url.trim().to_owned(),
            process,
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}
