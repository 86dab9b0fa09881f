// Package docs tests that comments and pages name only what exists.
package docs
