// Package lax decodes JSON as foreign systems really send it: numbers as strings and strings as numbers, flags as 0 and
// "TRUE", one object where an array is documented, an object keyed by id where a list is meant, an empty array where an
// object is meant. What a type does not know is kept, never dropped.
//
// It is for the client packages. What they send themselves is exact: the types here marshal in the documented form.
package lax
