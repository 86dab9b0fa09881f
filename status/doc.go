// Package status says what states exist: the canonical states of orders, items, shipments, returns and payments, the
// machines that connect them, and one table for each outside system that translates its codes to those states and back.
//
// It imports nothing but the standard library, reads no clock and talks to no network.
package status
