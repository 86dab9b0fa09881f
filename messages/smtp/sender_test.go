package smtp_test

import (
	"context"
	"net"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/messages"
	"github.com/ordo-sdk/ordo/messages/smtp"
	"github.com/ordo-sdk/ordo/messages/smtp/smtptest"
	"github.com/ordo-sdk/ordo/order"
)

var letter = messages.Message{
	Key: "shop-1/A-1042/receipt/1", Kind: messages.KindEmail, Language: "ru", To: messages.Address{Name: "Анна", Email: "anna@example.com"},
	Subject: "Чек по заказу A-1042", Text: "Спасибо за покупку!",
}

func TestWhatTheServerAnswersDecidesWhatIsDoneNext(t *testing.T) {
	for _, c := range []struct {
		name  string
		does  func(v *smtptest.Server)
		class ordo.Class
		kind  order.OutcomeKind
		code  string
		mails int
	}{
		{"all is well", func(*smtptest.Server) {}, 0, order.Applied, "", 1},
		{"busy at the greeting", func(v *smtptest.Server) { v.Answer("greeting", 421, "4.3.2 try later") }, ordo.Retry, 0, "421", 0},
		{"not spoken to", func(v *smtptest.Server) { v.Answer("greeting", 554, "5.7.1 your address is blocked") }, ordo.Auth, 0, "554", 0},
		{"login for now impossible", func(v *smtptest.Server) { v.Answer("AUTH", 454, "4.7.0 try later") }, ordo.Retry, 0, "454", 0},
		{"wrong password", func(v *smtptest.Server) { v.Answer("AUTH", 535, "5.7.8 no") }, ordo.Auth, 0, "535", 0},
		{"sender not allowed", func(v *smtptest.Server) { v.Answer("MAIL", 550, "5.7.1 not your address") }, ordo.Auth, 0, "550", 0},
		{"too large by its size", func(v *smtptest.Server) { v.Answer("MAIL", 552, "5.3.4 too large") }, 0, order.Rejected, "552", 0},
		{"mailbox full for now", func(v *smtptest.Server) { v.Answer("RCPT", 452, "4.2.2 full") }, ordo.Retry, 0, "452", 0},
		{"no such mailbox", func(v *smtptest.Server) { v.Answer("RCPT", 550, "5.1.1 unknown") }, 0, order.Rejected, "550", 0},
		{"log in first", func(v *smtptest.Server) { v.Answer("RCPT", 530, "5.7.0 log in") }, ordo.Auth, 0, "530", 0},
		{"no data now", func(v *smtptest.Server) { v.Answer("DATA", 451, "4.3.0 try later") }, ordo.Retry, 0, "451", 0},
		{"taken for spam", func(v *smtptest.Server) { v.Answer(".", 554, "5.7.1 spam") }, 0, order.Rejected, "554", 0},
		{"refused for now after all", func(v *smtptest.Server) { v.Answer(".", 451, "4.3.0 try later") }, ordo.Retry, 0, "451", 0},
		{"accepted with another 2yz", func(v *smtptest.Server) { v.Answer(".", 252, "will try") }, 0, order.Applied, "", 1},
		{"gone at the greeting", func(v *smtptest.Server) { v.Drop(smtptest.AtGreeting) }, ordo.Retry, 0, "", 0},
		{"gone at RCPT", func(v *smtptest.Server) { v.Drop(smtptest.AtRcpt) }, ordo.Retry, 0, "", 0},
		{"gone at DATA", func(v *smtptest.Server) { v.Drop(smtptest.AtData) }, ordo.Retry, 0, "", 0},
		{"gone at the answer", func(v *smtptest.Server) { v.Drop(smtptest.BeforeAnswer) }, ordo.InDoubt, 0, "", 1},
		{"an answer that is none", func(v *smtptest.Server) { v.Drop(smtptest.AtUnreadAnswer) }, ordo.InDoubt, 0, "", 1},
		{"gone at QUIT", func(v *smtptest.Server) { v.Drop(smtptest.AtQuit) }, 0, order.Applied, "", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := serve(t, smtptest.Settings{})
			c.does(v)
			out, err := smtp.New(settings(v)).Send(t.Context(), letter)
			require.Equal(t, c.class, ordo.ClassOf(err), "%v", err)
			require.Equal(t, c.kind, out.Kind)
			if err != nil {
				e := new(ordo.Error)
				require.ErrorAs(t, err, &e)
				require.Equal(t, c.code, e.Code, "%v", err)
			} else {
				require.Equal(t, c.code, out.Code)
			}
			require.Len(t, v.Mails(), c.mails)
		})
	}
}

// A connection that ends in the middle of the content leaves no part of it as a mail, and what was not sent whole was
// not sent.
func TestAPartOfAMessageIsNoMessage(t *testing.T) {
	v := serve(t, smtptest.Settings{})
	v.Drop(smtptest.InContent)
	m := letter
	m.Text = strings.Repeat("Спасибо за покупку!\n", 20000)
	mail := smtp.New(settings(v))
	_, err := mail.Send(t.Context(), m)
	require.Contains(t, []ordo.Class{ordo.Retry, ordo.InDoubt}, ordo.ClassOf(err), "%v", err)
	require.Empty(t, v.Mails())
	_, err = mail.Send(t.Context(), m)
	require.NoError(t, err)
	require.Len(t, v.Mails(), 1)
}

func TestAMailIsWhatMailProgramsExpect(t *testing.T) {
	v := serve(t, smtptest.Settings{})
	s := settings(v)
	s.ReplyTo = "help@shop.example"
	s.HTML = func(m messages.Message) (string, error) { return "<p>" + m.Text + "</p>", nil }
	m := letter
	m.Files = []messages.File{
		{Name: `..\папка/чек "7".pdf`, ContentType: "application/pdf", Data: []byte("%PDF")},
		{Name: "чек", URL: "https://ofd.example/7"},
	}
	out, err := smtp.New(s).Send(t.Context(), m)
	require.NoError(t, err)
	c, err := v.Mails()[0].Read()
	require.NoError(t, err)
	for name, want := range map[string]string{
		"Message-Id": "<" + out.Ref.ID + ">", "Date": "Mon, 02 Mar 2026 12:00:00 +0300", "Reply-To": "<help@shop.example>",
		"Auto-Submitted": "auto-generated", "Content-Language": "ru", "Mime-Version": "1.0", "Bcc": "", "X-Mailer": "", "User-Agent": "",
	} {
		require.Equal(t, want, c.Header.Get(name), name)
	}
	from, err := c.Header.AddressList("From")
	require.NoError(t, err)
	require.Equal(t, "Лавка «У реки»", from[0].Name)
	require.Equal(t, "orders@shop.example", v.Mails()[0].From)
	require.Equal(t, "Спасибо за покупку!\r\n\r\nчек https://ofd.example/7", strings.TrimSpace(c.Text))
	require.Equal(t, "<p>Спасибо за покупку!</p>", strings.TrimSpace(c.HTML))
	require.Equal(t, []smtptest.File{{Name: "чек _7_.pdf", ContentType: "application/pdf", Data: []byte("%PDF")}}, c.Files)
	key, ours := smtp.KeyOf(c.Header.Get("Message-Id"))
	require.True(t, ours)
	require.Equal(t, m.Key, key)
}

// What is in doubt goes out again only where that was chosen, with the same id.
func TestWhatIsInDoubtIsSentAgainOnlyIfThatIsSet(t *testing.T) {
	v := serve(t, smtptest.Settings{})
	s := settings(v)
	s.SendAgain = true
	mail := smtp.New(s)
	v.Drop(smtptest.BeforeAnswer)
	_, err := mail.Send(t.Context(), letter)
	require.ErrorIs(t, err, ordo.ErrInDoubt)
	m := letter
	m.Again = true
	out, err := mail.Send(t.Context(), m)
	require.NoError(t, err)
	require.Equal(t, order.Applied, out.Kind)
	require.Len(t, v.Mails(), 2)
	for _, x := range v.Mails() {
		c, err := x.Read()
		require.NoError(t, err)
		require.Equal(t, "<"+out.Ref.ID+">", c.Header.Get("Message-Id"))
	}
	out, err = smtp.New(settings(v)).Send(t.Context(), m)
	require.NoError(t, err)
	require.Equal(t, order.InDoubt, out.Kind)
	require.Contains(t, out.Text, out.Ref.ID)
	require.Len(t, v.Mails(), 2)
}

func TestNothingIsSentInTheClearUnlessThatIsSet(t *testing.T) {
	v := serve(t, smtptest.Settings{NoTLS: true})
	s := settings(v)
	_, err := smtp.New(s).Send(t.Context(), letter)
	require.ErrorIs(t, err, ordo.ErrAuth)
	require.ErrorContains(t, err, "Settings.TLS")
	s.TLS = smtp.Clear
	_, err = smtp.New(s).Send(t.Context(), letter)
	require.ErrorIs(t, err, ordo.ErrAuth, "the password in the clear to another machine")
	require.Zero(t, v.Logins())
	s.Config = nil // a certificate that this machine does not trust
	s.TLS, s.Dial = smtp.STARTTLS, serve(t, smtptest.Settings{}).Dial
	_, err = smtp.New(s).Send(t.Context(), letter)
	require.ErrorIs(t, err, ordo.ErrAuth)
	require.ErrorContains(t, err, "certificate")
	require.Empty(t, v.Mails())
}

func TestWrongMessagesAndSettingsAreNamed(t *testing.T) {
	v := serve(t, smtptest.Settings{MaxSize: 2000})
	for says, change := range map[string]func(*smtp.Settings, *messages.Message){
		"Settings.Host":      func(s *smtp.Settings, _ *messages.Message) { s.Host = "" },
		"Settings.From":      func(s *smtp.Settings, _ *messages.Message) { s.From.Email = "shop" },
		"Settings.ReplyTo":   func(s *smtp.Settings, _ *messages.Message) { s.ReplyTo = "shop" },
		"Settings.Domain":    func(s *smtp.Settings, _ *messages.Message) { s.Domain = "a b" },
		"Settings.TLS":       func(s *smtp.Settings, _ *messages.Message) { s.TLS = "ssl" },
		"Settings.User":      func(s *smtp.Settings, _ *messages.Message) { s.User = "" },
		"the key":            func(_ *smtp.Settings, m *messages.Message) { m.Key = "" },
		"255":                func(_ *smtp.Settings, m *messages.Message) { m.Key = strings.Repeat("k", 256) },
		"no text":            func(_ *smtp.Settings, m *messages.Message) { m.Text = "" },
		"UTF-8":              func(_ *smtp.Settings, m *messages.Message) { m.Text = "\xff" },
		"neither content":    func(_ *smtp.Settings, m *messages.Message) { m.Files = []messages.File{{Name: "a"}} },
		"the server takes 2": func(_ *smtp.Settings, m *messages.Message) { m.Text = strings.Repeat("long ", 1000) },
	} {
		s, m := settings(v), letter
		change(&s, &m)
		_, err := smtp.New(s).Send(t.Context(), m)
		require.ErrorIs(t, err, ordo.ErrInvalid, says)
		require.ErrorContains(t, err, says)
	}
	require.Empty(t, v.Mails())
}

func TestErrorsHoldNoPasswordAndTheAccount(t *testing.T) {
	v := serve(t, smtptest.Settings{})
	v.Answer("AUTH", 535, "5.7.8 no such password: pass word AG9yZGVycwBwYXNzIHdvcmQ=")
	mail := smtp.New(settings(v))
	require.NoError(t, mail.NameAccount("mail-1"))
	require.NoError(t, mail.NameAccount("mail-1"))
	require.ErrorIs(t, mail.NameAccount("mail-2"), ordo.ErrInvalid)
	err := mail.Check(t.Context())
	require.EqualError(t, err, "smtp mail-1: connect: [535]: AUTH: 5.7.8 no such password: *** ***")
	require.NoError(t, mail.Check(t.Context()))
	require.Equal(t, 1, v.Logins())
}

// A server that says nothing ends with the context, and what it was told until then decides.
func TestTheContextEndsASilentServer(t *testing.T) {
	v := serve(t, smtptest.Settings{})
	ctx, cancel := context.WithCancel(t.Context())
	s := settings(v)
	s.Dial = func(context.Context, string, string) (net.Conn, error) {
		here, there := net.Pipe()
		t.Cleanup(func() { _ = there.Close() })
		cancel()
		return here, nil
	}
	_, err := smtp.New(s).Send(ctx, letter)
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, ordo.Retry, ordo.ClassOf(err))
}

func FuzzMail(f *testing.F) {
	f.Add("Чек", "a\r\n.\r\nb", "Анна", "чек.pdf", "key")
	f.Add("a\r\nBcc: x@example.com", "\n\n.", "\"<x@example.com>,", "a\r\nb", "\x00")
	f.Add("=?utf-8?q?=0d=0aBcc:_x?=", strings.Repeat("long", 400), ",", "a;b=\"c", "к")
	f.Fuzz(func(t *testing.T, subject, text, name, file, key string) {
		v := serve(t, smtptest.Settings{})
		m := letter
		m.Key, m.Subject, m.Text, m.To.Name = key, subject, text, name
		m.Files = []messages.File{{Name: file, ContentType: "application/pdf", Data: []byte("x")}}
		_, err := smtp.New(settings(v)).Send(t.Context(), m)
		if err != nil {
			require.ErrorIs(t, err, ordo.ErrInvalid)
			require.Empty(t, v.Mails())
			return
		}
		require.Len(t, v.Mails(), 1)
		require.Equal(t, []string{"anna@example.com"}, v.Mails()[0].To)
		c, err := v.Mails()[0].Read()
		require.NoError(t, err)
		require.Empty(t, c.Header.Get("Bcc"))
		require.Len(t, c.Files, 1)
		got, ours := smtp.KeyOf(c.Header.Get("Message-Id"))
		require.True(t, ours)
		require.Equal(t, key, got)
		to, err := c.Header.AddressList("To")
		require.NoError(t, err)
		require.Len(t, to, 1)
	})
}
