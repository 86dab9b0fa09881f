// Package stage is what the plays of the examples stand on: a clock of their own, tables, and a shop.
package stage
