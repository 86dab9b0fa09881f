//go:build race

package bridge_test

// Under the race detector everything takes several times as long.
const usualStride = 31
