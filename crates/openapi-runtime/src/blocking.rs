//! Calls from code that is not async.

use std::{
    future::Future,
    pin::pin,
    sync::{Arc, OnceLock},
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
};

use tokio::runtime::{Builder, Handle};

/// Waits for futures of this crate, such as `send`, in code that is not async.
///
/// ```
/// use openapi_runtime::{Blocking, Client, Method};
///
/// # let server = wiremock::MockServer::start().wait();
/// # let client = Client::builder(&server.uri(), "me/1").build()?;
/// let response = client.request(Method::GET, "/things").send_raw().wait()?;
/// assert_eq!(response.status, 404);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// The connections live in a thread of their own. Within async code, it works, and blocks the thread of its caller; there, a client should
/// not be used both ways: a connection that was opened by async code may need the thread that waits.
pub trait Blocking: Future + Sized {
    /// Blocks the thread until the future is done.
    ///
    /// # Panics
    ///
    /// When the first thread for connections cannot be started.
    fn wait(self) -> Self::Output {
        let _entered = connections().enter();
        // Within a task, tokio's cooperative budget does not apply: a blocking call cannot yield.
        let mut future = pin!(tokio::task::unconstrained(self));
        let waker = Waker::from(Arc::new(Unpark(thread::current())));
        let mut context = Context::from_waker(&waker);
        loop {
            match future.as_mut().poll(&mut context) {
                Poll::Ready(output) => return output,
                Poll::Pending => thread::park(),
            }
        }
    }
}

impl<F: Future> Blocking for F {}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// The runtime of the connections of all blocking calls.
fn connections() -> &'static Handle {
    static CONNECTIONS: OnceLock<Handle> = OnceLock::new();
    CONNECTIONS.get_or_init(|| {
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.expect("a runtime can be started");
        let handle = runtime.handle().clone();
        let run = move || runtime.block_on(std::future::pending::<()>());
        let thread = thread::Builder::new().name("openapi-connections".to_owned());
        thread.spawn(run).expect("a thread can be started");
        handle
    })
}
