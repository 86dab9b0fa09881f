// Package status defines the canonical states of orders, items, shipments, returns and payments, the state machines
// that connect them, and one table for each outside system that translates its codes to these states and back.
//
// # Machines
//
// A [Machine] defines which state follows which, and by what event. [Orders], [Items], [Shipments], [Custody], [Money]
// and [Payments] are the machines of the canonical states. [NewMachine] builds a machine over other types and refuses
// graphs with dead ends. A lookup takes about a nanosecond and does not allocate.
//
// # Tables
//
// A [Table] translates between the codes of one outside system and the canonical states: [Table.Read] one way,
// [Table.Write] the other, [Table.Walk] by the steps that the vendor allows. A code that a table does not list is
// unknown, never guessed. A merchant maps custom statuses in JSON: see [Table.Override]. All tables and diagrams are on
// one page for review: STATUSES.md.
//
// The package imports nothing but the standard library, reads no clock and talks to no network.
package status

//go:generate go run ./internal/gen
