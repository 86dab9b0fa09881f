// Package messages defines the port to whoever carries messages to buyers and to others outside: e-mail, SMS, paper,
// and the operators of electronic documents (ЭДО). A [Sender] sends a [Message] once by its key.
//
// What a message says comes from [Templates], in the language of its addressee. Which message goes to whom, and when,
// is a matter of the host: bridge.Route has rules for that.
package messages
