//! The `nabla` binary from outside: what it prints, where, and how it exits.

mod bad_input;
mod binary;
mod forms;
mod methods;
mod recorded;
