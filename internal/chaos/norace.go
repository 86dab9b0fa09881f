//go:build !race

package chaos

const slower = 1
