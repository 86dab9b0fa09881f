// Package smtp sends messages to buyers by e-mail, through a mail server that speaks SMTP (RFC 5321). A [Sender] is a
// [messages.Sender].
//
//	mail := smtp.New(smtp.Settings{
//		Host: "mail.shop.example", User: "orders", Password: password,
//		From: messages.Address{Name: "The shop", Email: "orders@shop.example"},
//	})
//
// Each message has its own connection. It is encrypted, or nothing is sent, unless Settings.TLS says otherwise. The
// parts of a mail are built, and the server is spoken to, by github.com/wneessen/go-mail; only programs that import
// this package need it.
//
// # Once
//
// Mail servers know no keys. A message whose answer was lost after all of it was written is in doubt: nobody can know
// whether it goes out. It is not sent again (messages.Message.Again) unless Settings.SendAgain is set. Its Message-ID
// is made of its key, so that it is the same for each try: many mailboxes show such a pair once, and [KeyOf] finds the
// key. It stands in the field X-Ordo-Key too, for services that put an id of their own in its place, such as Amazon
// SES.
//
// # Answers
//
// A server's 4yz means that nothing was sent: class Retry. Its 5yz is about the account, class Auth, where it answers
// AUTH or MAIL or asks for a login, and about the message or its addressee elsewhere: the outcome is order.Rejected
// with the server's code and text.
//
// # Mail that comes back
//
// That a server accepted a message does not mean that it arrives. What comes back to Settings.From is read by
// [ParseBounce]: delivery reports (RFC 3464), and the texts of older servers as far as they copy the message. Reading
// the mailbox is the host's; it gives what it finds to bridge.Bridge.MessageFailed.
package smtp
