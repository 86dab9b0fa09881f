// Package smtptest has a mail server for tests, strict about SMTP (RFC 5321): order of commands, their parameters, line
// ends and lengths, encryption before login (RFC 3207, 4954). It keeps the mails that it accepts.
//
//	server := smtptest.New(smtptest.Settings{User: "orders", Password: "secret"})
//	defer server.Close()
//	mail := smtp.New(smtp.Settings{Host: server.Host(), Dial: server.Dial, Config: server.TLS(), ...})
//
// Dial connects in memory. [Server.Unknown], [Server.Greylist], [Server.Answer] and [Server.Drop] make it refuse, and
// [Bounce] writes the report of a mail that came back.
package smtptest
