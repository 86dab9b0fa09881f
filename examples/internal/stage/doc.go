// Package stage holds what the examples share: a clock and tables.
package stage
