// Package bench compares ordo with other Go libraries that do the same job. It has tests only, and a go.mod of its
// own, so that no user of ordo downloads what it compares with. README.md says how to run it and which ratios must be
// kept.
package bench
