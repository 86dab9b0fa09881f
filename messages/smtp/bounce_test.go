package smtp_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/messages/smtp"
	"github.com/ordo-sdk/ordo/messages/smtp/smtptest"
)

// back sends the letter and returns it as the server got it.
func back(t testing.TB) smtptest.Mail {
	v := serve(t, smtptest.Settings{})
	_, err := smtp.New(settings(v)).Send(t.Context(), letter)
	require.NoError(t, err)
	return v.Mails()[0]
}

func TestAMailThatCameBackNamesItsMessage(t *testing.T) {
	m := back(t)
	b, err := smtp.ParseBounce(bytes.NewReader(smtptest.Bounce(m, "5.1.1", "550 5.1.1 <anna@example.com>: no such user")))
	require.NoError(t, err)
	require.True(t, b.Failed())
	require.Equal(t, letter.Key, b.Key)
	require.Equal(t, smtp.Bounce{
		Key: letter.Key, MessageID: b.MessageID, Action: "failed", Address: "anna@example.com", Status: "5.1.1", Text: "550 5.1.1 <anna@example.com>: no such user",
	}, b)
	b, err = smtp.ParseBounce(bytes.NewReader(smtptest.Bounce(m, "4.4.1", "connection timed out")))
	require.NoError(t, err)
	require.False(t, b.Failed(), "it is tried on")
	require.Equal(t, letter.Key, b.Key)
}

// crlf are lines as a mail has them.
func crlf(lines ...string) string { return strings.Join(lines, "\r\n") + "\r\n" }

func TestReportsOfOtherForms(t *testing.T) {
	const id = "ordo.c2hvcC0xL0EtMTA0Mi9yZWNlaXB0LzE@shop.example"
	report := func(groups ...string) string {
		return crlf("From: postmaster@mx.example", `Content-Type: multipart/report; report-type="delivery-status"; boundary=b`, "",
			"preamble", "--b", "Content-Type: message/delivery-status", "", strings.Join(groups, "\r\n\r\n"), "",
			"--b", "Content-Type: message/rfc822", "", "Subject: x", "Message-ID:", " <"+id+">", "", "text", "--b--")
	}
	for name, c := range map[string]struct {
		mail string
		want smtp.Bounce
	}{
		"a code on two lines, a comment, an address as it was sent": {
			report("Reporting-MTA: dns; mx.example", "Original-Recipient: rfc822;anna@example.com\r\nFinal-Recipient: RFC822; a.ivanova@inner.example\r\n"+
				"Action: Failed (bad destination)\r\nStatus: 5.2.2 (mailbox full)\r\nDiagnostic-Code: smtp; 552-5.2.2 the mailbox\r\n is full"),
			smtp.Bounce{Key: letter.Key, MessageID: id, Action: "failed", Address: "anna@example.com", Status: "5.2.2", Text: "552-5.2.2 the mailbox is full"},
		},
		"one of two addressees failed": {
			report("Reporting-MTA: dns; mx.example", "Final-Recipient: rfc822; a@example.com\r\nAction: delivered\r\nStatus: 2.0.0", "Final-Recipient: rfc822; b@example.com\r\nAction: failed\r\nStatus: 5.0.0"),
			smtp.Bounce{Key: letter.Key, MessageID: id, Action: "failed", Address: "b@example.com", Status: "5.0.0", Text: "status 5.0.0"},
		},
		"a report with damaged headers of its parts, in another word": {
			crlf("From: <postmaster@mx.example>", "Content-Type: multipart/report; boundary=b", "", "--b", "Content-Type: message/delivery-status", "X-Trace:", "1;a line that", "Reporting-MTA: dns;mx.example", "",
				"Final-Recipient: rfc822;anna@example.com", "Action: expired", "Diagnostic-Code: smtp;550 5.4.316 expired", "", "--b", "Content-Type: message/rfc822", "X-Trace:", "1;a line", "", "Message-ID: <"+id+">", "", "--b--"),
			smtp.Bounce{Key: letter.Key, MessageID: id, Action: "expired", Address: "anna@example.com", Status: "5.4.316", Text: "550 5.4.316 expired"},
		},
		"text alone, with a copy of the message": {
			crlf("From: Mail Delivery System <Mailer-Daemon@mx.example>", "X-Failed-Recipients: anna@example.com", "", "This message was created automatically by mail delivery software.", "",
				"  anna@example.com", "    host mx.inner.example [192.0.2.1]:", "    550 5.1.1 unknown user", "", "------ This is a copy of the message ------", "", "Message-ID: <"+id+">", "Subject: x"),
			smtp.Bounce{Key: letter.Key, MessageID: id, Action: "failed", Address: "anna@example.com", Status: "5.1.1", Text: "550 5.1.1 unknown user"},
		},
		"text alone, from nobody": {
			crlf("Return-Path: <>", "From: <MAILER-DAEMON@mx.example>", "", "Hi. I could not deliver your message.", "", "<anna@example.com>:", "user is over quota", "", "--- Below is a copy.", "", "Message-ID: <"+id+">"),
			smtp.Bounce{Key: letter.Key, MessageID: id, Action: "failed", Address: "anna@example.com", Text: "Hi. I could not deliver your message. <anna@example.com>: user is over quota --- Below is a copy. Message-ID: <"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			b, err := smtp.ParseBounce(strings.NewReader(c.mail))
			require.NoError(t, err)
			require.Equal(t, c.want, b)
			require.True(t, b.Failed())
		})
	}
}

func TestAnAnswerOfAPersonIsNoReport(t *testing.T) {
	for name, mail := range map[string]string{
		"an answer that quotes the message": crlf("From: anna@example.com", "In-Reply-To: <ordo.a2V5@shop.example>", "", "550 roubles? Message-ID: <ordo.a2V5@shop.example>"),
		"another message that came back":    crlf("From: MAILER-DAEMON@mx.example", "", "550 no such user", "Message-ID: <other@shop.example>"),
		"a report without addressees":       crlf("From: MAILER-DAEMON@mx.example", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.example"),
		"a mail without a text":             crlf("From: anna@example.com", "", ""),
	} {
		_, err := smtp.ParseBounce(strings.NewReader(mail))
		require.ErrorIs(t, err, smtp.ErrNoBounce, name)
	}
	_, err := smtp.ParseBounce(strings.NewReader("no mail"))
	require.Error(t, err)
	require.NotErrorIs(t, err, smtp.ErrNoBounce)
}

func TestOtherReportsWithACopyOfTheMessageAreNotOfDelivery(t *testing.T) {
	for _, kind := range []string{"disposition-notification", "Feedback-Report"} {
		_, err := smtp.ParseBounce(strings.NewReader(crlf("Return-Path: <>", "From: postmaster@mx.example", "Content-Type: multipart/report; report-type="+kind+"; boundary=b", "",
			"--b", "", "The mail was shown, or somebody complains.", "--b", "Content-Type: message/"+kind, "", "Final-Recipient: rfc822;anna@example.com",
			"--b", "Content-Type: text/rfc822-headers", "", "Message-ID: <ordo.a2V5@shop.example>", "", "--b--")))
		require.ErrorIs(t, err, smtp.ErrNoBounce, kind)
	}
}

func TestATextThatSaysThatAMessageIsStillTriedIsNoFailure(t *testing.T) {
	for _, says := range [][2]string{
		{"Delivery report (Delay)", "Delivery to this address is slow: <anna@example.com>"},
		{"Warning: no delivery for 5 hours", "The mail waits."},
		{"Your mail", "This is a warning message only."},
		{"Your mail", "It has not yet been\r\ndelivered to <anna@example.com>"},
		{"Your mail", "The server will keep trying for two days."},
	} {
		b, err := smtp.ParseBounce(strings.NewReader(crlf("From: MAILER-DAEMON@mx.example", "Subject: "+says[0], "", says[1], "", "Message-ID: <ordo.a2V5@shop.example>")))
		require.NoError(t, err)
		require.Equal(t, "delayed", b.Action, says)
		require.Equal(t, "key", b.Key)
	}
}

func TestAServiceThatReplacesTheIDLeavesTheKey(t *testing.T) {
	m := back(t)
	m.Data = regexp.MustCompile(`Message-ID: *(\r\n )?<[^>]*>`).ReplaceAll(m.Data, []byte("Message-ID: <0100-1@ses.example>"))
	b, err := smtp.ParseBounce(bytes.NewReader(smtptest.Bounce(m, "5.1.1", "550 5.1.1 no such user")))
	require.NoError(t, err)
	require.Equal(t, letter.Key, b.Key)
	require.Equal(t, "0100-1@ses.example", b.MessageID)

	b, err = smtp.ParseBounce(strings.NewReader("From: MAILER-DAEMON@mx.example\r\n\r\n550 no such user\r\n\r\n" + string(m.Data)))
	require.NoError(t, err)
	require.True(t, b.Failed())
	require.Equal(t, letter.Key, b.Key, "in a text")
}

func TestKeysOfForeignIDs(t *testing.T) {
	for _, id := range []string{"", "<>", "ordo.@x", "ordo.a2V5", "ordo.a2V5!@x", "ordo.a2V@x" /* no canonical text */, "other.a2V5@x"} {
		_, ours := smtp.KeyOf(id)
		require.False(t, ours, id)
	}
	key, ours := smtp.KeyOf(" <ordo.a2V5@x> ")
	require.True(t, ours)
	require.Equal(t, "key", key)
}

func FuzzParseBounce(f *testing.F) {
	f.Add(smtptest.Bounce(smtptest.Mail{From: "a@b.example", To: []string{"c@d.example"}, Data: []byte("Message-ID: <ordo.a2V5@x>\r\n\r\n")}, "5.1.1", "550 no"))
	f.Add([]byte("From: mailer-daemon@x\r\n\r\n<a@b>:\r\n550 no\r\nMessage-ID: <ordo.a2V5@x>\r\n"))
	f.Fuzz(func(t *testing.T, mail []byte) {
		b, err := smtp.ParseBounce(bytes.NewReader(mail))
		if err != nil {
			require.Zero(t, b)
			return
		}
		require.NotEmpty(t, b.Action)
		require.LessOrEqual(t, len([]rune(b.Text)), 501)
		require.NotContains(t, b.Text+b.Address+b.Status, "\n")
	})
}
