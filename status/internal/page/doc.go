// Package page writes STATUSES.md: every state, machine and table of package status for people who do not read Go.
package page

// Name is the name of the page, beside the source of package status.
const Name = "STATUSES.md"
