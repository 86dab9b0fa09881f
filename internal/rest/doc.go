// Package rest is the one HTTP transport of all clients. A client package describes each call as a [Request]; the
// transport encodes it, keeps to the account's rate (its own, or one shared by ordo.WithLimiter), adds credentials, sends it, reads the bounded answer, decodes it,
// and turns whatever goes wrong into an *ordo.Error that says what to do.
//
// It repeats a request only where a repeat cannot do anything twice; [Repeat] states that for each request:
//
//   - reads, and writes that are [Idempotent] or [Keyed], are repeated on network errors, 5xx and 429;
//   - after a write with [ReadBack], the outcome is looked up first, and only a write that was not done is repeated;
//   - any other write is repeated only if it was refused (429) or surely not sent (no connection). When its answer is
//     lost, the error's class is InDoubt.
//
// What an answer decides:
//
//	answer                                           read                  write: Never, ReadBack        write: Idempotent, Keyed
//	2xx of the documented form                       success               success                       success
//	2xx of any other form, empty, lacking something  Retry, repeated       InDoubt, or read back         Retry, repeated
//	2xx about another thing (Same)                   Retry, repeated       InDoubt, or read back         InDoubt
//	2xx longer than MaxBody                          Invalid               InDoubt, or read back         InDoubt
//	a refusal in the vendor's form (Config.Judge)    what the Judge says, or else what the status says; after 5xx as below
//	401, 403, 407, whoever says it                   Auth                  Auth                          Auth
//	429, whoever says it                             RateLimited, repeated RateLimited, repeated         RateLimited, repeated
//	3xx; any other status not in the vendor's form   Retry, repeated       InDoubt, or read back         Retry, repeated
//
// The last row is what proxies, firewalls and maintenance pages say: the vendor has decided nothing. Not even 404 and
// 410 count then, as what looks missing would be made a second time. 403 does: whoever refuses, a person must act, and
// what is pending waits until then. No redirect is followed. A client without a Judge goes by the status alone.
//
// No wait goes past the context's deadline: the last error is returned at once instead. What a vendor asks to wait is
// bounded by ordo.WithMaxWait; it holds for reads or for writes, whichever was refused.
//
// Secrets never reach an error, a log line or a dump: credentials, values of parameters, fields and headers with secret
// names, and the secret texts that the client registered, in plain, URL-escaped and base64 form. Foreign text is cut
// where it enters.
package rest
