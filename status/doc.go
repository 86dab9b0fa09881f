// Package status says what states exist: the canonical states of orders, items, shipments, returns and payments, the
// machines that connect them, and one table for each outside system that translates its codes to those states and back.
//
// # Machines
//
// A [Machine] knows which state follows which, and by what event. [Orders], [Items], [Shipments], [Custody], [Money] and
// [Payments] are the machines of the canonical states; [NewMachine] builds one over types of your own and refuses
// graphs with dead ends. Asking a machine costs about a nanosecond and allocates nothing.
//
// # Tables
//
// A [Table] translates between the codes of one outside system and the canonical states: [Table.Read] one way,
// [Table.Write] the other, [Table.Walk] by the steps that the vendor allows. A code that a table does not list is
// unknown, never guessed. What a merchant's own statuses mean is said in JSON, see [Table.Override]. All tables and
// diagrams are on one page for people to review: STATUSES.md.
//
// The package imports nothing but the standard library, reads no clock and talks to no network.
package status

//go:generate go run ./internal/gen
