//go:build !race

package bridge_test

// CI looks at every place: see the step chaos.
const usualStride = 7
