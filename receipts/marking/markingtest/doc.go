// Package markingtest has a registry of marked goods in memory, for tests of a host that uses a [marking.Registry]. A
// host tests against [Memory], which needs no network: a code that it sells twice is refused, and counted.
package markingtest
