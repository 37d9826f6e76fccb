//! Until when something may take.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use crate::{
    TransportError,
    platform::{self, Instant, Sleep},
};

/// An instant by which something has to be done, if there is one.
#[derive(Clone, Copy)]
pub(crate) struct Deadline(Option<Instant>);

impl Deadline {
    pub(crate) fn after(timeout: Option<Duration>) -> Self {
        Self(timeout.and_then(|timeout| Instant::now().checked_add(timeout)))
    }

    /// This deadline, or an earlier one.
    pub(crate) fn or_after(self, timeout: Option<Duration>) -> Self {
        match (self.0, Self::after(timeout).0) {
            (Some(one), Some(other)) => Self(Some(one.min(other))),
            (one, other) => Self(one.or(other)),
        }
    }

    /// Whether it is later than this time from now.
    pub(crate) fn allows(self, wait: Duration) -> bool {
        self.0
            .is_none_or(|deadline| wait < deadline.saturating_duration_since(Instant::now()))
    }

    /// Returns the output of the future, or an error if it takes longer.
    pub(crate) async fn within<F: Future>(self, future: F) -> Result<F::Output, TransportError> {
        match self.0 {
            Some(deadline) => platform::timeout_at(deadline, future)
                .await
                .map_err(|_| TransportError::elapsed()),
            None => Ok(future.await),
        }
    }
}

pub(crate) async fn sleep(wait: Duration) {
    platform::sleep(wait).await;
}

/// How long each wait for something may take, if there is a limit.
pub(crate) struct Idle {
    timeout: Option<Duration>,
    /// The wait that is under way.
    waiting: Option<Pin<Box<Sleep>>>,
}

impl Idle {
    pub(crate) fn new(timeout: Option<Duration>) -> Self {
        Self { timeout, waiting: None }
    }

    /// The wait is over.
    pub(crate) fn ended(&mut self) {
        self.waiting = None;
    }

    /// Goes on waiting, and is ready when that took too long.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let Some(timeout) = self.timeout else {
            return Poll::Pending;
        };
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(platform::sleep(timeout)));
        waiting.as_mut().poll(cx)
    }
}
