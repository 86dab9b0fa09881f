// Package suite holds what the conformance suites of the ports share.
package suite
