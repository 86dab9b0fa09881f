//go:build race

package chaos

// Under the race detector everything takes several times as long, so that the process ends at fewer places.
const slower = 4
