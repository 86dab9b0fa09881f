package smtp_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/messages"
	"github.com/ordo-sdk/ordo/messages/messagetest"
	"github.com/ordo-sdk/ordo/messages/smtp"
	"github.com/ordo-sdk/ordo/messages/smtp/smtptest"
)

// noon is when the messages of the tests are sent.
type noon struct{}

func (noon) Now() time.Time { return time.Date(2026, 3, 2, 12, 0, 0, 0, time.FixedZone("MSK", 3*3600)) }

// settings are those of a sender at a server.
func settings(v *smtptest.Server) smtp.Settings {
	return smtp.Settings{
		Host: v.Host(), Config: v.TLS(), Dial: v.Dial, User: "orders", Password: ordo.NewSecret("pass word"), Hello: "shop.example", Clock: noon{},
		From: messages.Address{Name: "Лавка «У реки»", Email: "orders@shop.example"},
	}
}

// serve starts a server that the settings above fit.
func serve(t testing.TB, s smtptest.Settings) *smtptest.Server {
	s.User, s.Password = "orders", "pass word"
	v := smtptest.New(s)
	t.Cleanup(v.Close)
	return v
}

// sent is what a server accepted, as the suite compares it.
func sent(t testing.TB, v *smtptest.Server) (all []messagetest.Sent) {
	for _, m := range v.Mails() {
		c, err := m.Read()
		require.NoError(t, err)
		x := messagetest.Sent{To: m.To[0], Subject: c.Subject, Text: c.Text}
		for _, to := range m.To[1:] {
			x.To += "," + to
		}
		for _, f := range c.Files {
			x.Files = append(x.Files, messages.File{Name: f.Name, ContentType: f.ContentType, Data: f.Data})
		}
		all = append(all, x)
	}
	return all
}

func TestConformance(t *testing.T) {
	for name, of := range map[string]struct {
		server smtptest.Settings
		tls    smtp.TLS
	}{
		"STARTTLS": {smtptest.Settings{}, smtp.STARTTLS},
		"implicit": {smtptest.Settings{Implicit: true, Ways: []string{"LOGIN"}}, smtp.Implicit},
	} {
		t.Run(name, func(t *testing.T) {
			messagetest.Run(t, func(t *testing.T) messagetest.Fixture {
				v := serve(t, of.server)
				v.Unknown("nobody@example.com", 550, "5.1.1 No such user here")
				s := settings(v)
				s.TLS = of.tls
				wrong := s
				wrong.Password = ordo.NewSecret("wrong")
				return messagetest.Fixture{
					Port: smtp.New(s), Kind: messages.KindEmail, To: messages.Address{Name: "Анна", Email: "anna@example.com"},
					Sent: func() []messagetest.Sent { return sent(t, v) }, Files: true,
					Unknown: messages.Address{Email: "nobody@example.com"}, Malformed: messages.Address{Email: "anna@"},
					FailsOnce: v.Greylist, LosesAnswer: func() { v.Drop(smtptest.BeforeAnswer) }, BadCredentials: smtp.New(wrong),
				}
			})
		})
	}
}
