#[derive(Clone, Debug, Default)]
pub struct Config {}
impl Config {
    pub fn new() -> Self {}
    pub fn rename(
        &mut self,
        pointer: impl Into<String>,
        name: impl Into<String>,
    ) -> &mut Self {}
    pub fn only(&mut self, pattern: impl Into<String>) -> &mut Self {}
    pub fn except(&mut self, pattern: impl Into<String>) -> &mut Self {}
    pub fn secret(&mut self, pointer: impl Into<String>) -> &mut Self {}
    pub fn pages(&mut self, pointer: impl Into<String>, pages: Pages) -> &mut Self {}
    pub fn events(
        &mut self,
        pointer: impl Into<String>,
        schema: impl Into<String>,
    ) -> &mut Self {}
    pub fn default_server(&mut self, url: impl Into<String>) -> &mut Self {}
    pub fn allow_outside(&mut self, allow: bool) -> &mut Self {}
    pub fn max_file_size(&mut self, bytes: u64) -> &mut Self {}
    pub fn max_depth(&mut self, depth: usize) -> &mut Self {}
    pub fn out_dir(&mut self, dir: impl Into<PathBuf>) -> &mut Self {}
    pub fn runtime_path(&mut self, path: impl Into<String>) -> &mut Self {}
    pub fn crate_path(&mut self, path: impl Into<String>) -> &mut Self {}
    pub fn tests(&mut self) -> &mut Self {}
    pub fn lock(&mut self, path: impl Into<PathBuf>) -> &mut Self {}
    pub fn ignore_lock(&mut self) -> &mut Self {}
    pub fn locked(&mut self) -> &mut Self {}
}
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {}
impl Diagnostic {
    pub fn severity(&self) -> Severity {}
    pub fn code(&self) -> &str {}
    pub fn message(&self) -> &str {}
    pub fn help(&self) -> Option<&str> {}
    pub fn file(&self) -> &Path {}
    pub fn pointer(&self) -> &str {}
    pub fn line(&self) -> usize {}
    pub fn column(&self) -> usize {}
}
impl fmt::Display for Diagnostic {}
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Severity {
    Note,
    Warning,
    Error,
}
#[derive(thiserror::Error)]
pub struct Error();
impl Error {
    pub fn diagnostics(&self) -> impl Iterator<Item = Diagnostic> {}
    pub fn write_error(&self) -> Option<(&Path, &io::Error)> {}
}
impl fmt::Debug for Error {}
#[derive(Clone)]
pub struct Generated {}
impl Generated {
    pub fn code(&self) -> &str {}
    pub fn tests(&self) -> Option<&str> {}
    pub fn lock(&self) -> String {}
    pub fn diagnostics(&self) -> impl Iterator<Item = Diagnostic> {}
    pub fn sources(&self) -> impl Iterator<Item = &Path> {}
    pub fn write_to(&self, dir: impl AsRef<Path>) -> Result<(), Error> {}
}
impl fmt::Debug for Generated {}
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Pages {}
impl Pages {
    pub fn none() -> Self {}
    pub fn link() -> Self {}
    pub fn url(at: impl Into<String>) -> Self {}
    pub fn cursor(to: impl Into<String>, at: impl Into<String>) -> Self {}
    pub fn page(to: impl Into<String>) -> Self {}
    pub fn offset(to: impl Into<String>) -> Self {}
    pub fn first(mut self, number: i64) -> Self {}
    pub fn items(mut self, at: impl Into<String>) -> Self {}
    pub fn more(mut self, at: impl Into<String>) -> Self {}
    pub fn count(mut self, at: impl Into<String>) -> Self {}
}
