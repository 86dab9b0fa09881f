// Package stage holds what the examples share: a clock, tables and a shop.
package stage
