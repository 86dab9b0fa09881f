// Package contact reads telephone numbers and e-mail addresses as people and shops write them. Carriers, receipts and
// messages all ask it, so that a number that one of them takes is the number that all of them use.
//
// A number or address that can reach nobody is an *[Error] that says what is wrong. It is not known whether anybody
// answers.
package contact
