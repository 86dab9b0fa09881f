// Package rest is the one HTTP transport of all clients. A client package describes each call as a [Request]; the
// transport encodes it, keeps to the account's rate, adds credentials, sends it, reads the bounded answer, decodes it,
// and turns whatever goes wrong into an *ordo.Error that says what to do.
//
// It repeats a request only where a repeat cannot do anything twice; [Repeat] states that for each request:
//
//   - reads, and writes that are [Idempotent] or [Keyed], are repeated on network errors, 5xx and 429;
//   - after a write with [ReadBack], the outcome is looked up first, and only a write that was not done is repeated;
//   - any other write is repeated only if it was refused (429) or surely not sent (no connection). When its answer is
//     lost, the error's class is InDoubt.
//
// No wait goes past the context's deadline: the last error is returned at once instead.
//
// Secrets never reach an error, a log line or a dump: credentials, values of parameters, fields and headers with secret
// names, and the secret texts that the client registered, in plain, URL-escaped and base64 form.
package rest
