// Package systems writes SYSTEMS.md: for each outside system, which operations the client has, which its fake
// server answers, and which the port uses.
//
// It reads the source of the clients and the fakes. From each exported method of a client and of its ports it
// follows the calls within the package to the transport, [github.com/ordo-sdk/ordo/internal/rest], and evaluates
// the method and the path of the request there. The routes of a fake are the patterns that it registers at an
// [net/http.ServeMux]. Of Bitrix24 and the shop on 1C-Bitrix, whose operations have names, it evaluates the names in
// requests of [github.com/ordo-sdk/ordo/wire/bxrest], and asks the fakes for theirs. What cannot be evaluated is listed
// as such.
package systems

//go:generate go run ./gen
