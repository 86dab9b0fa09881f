package bitrix24_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/erp/bitrix24"
	"github.com/ordo-sdk/ordo/erp/bitrix24/bitrix24test"
	"github.com/ordo-sdk/ordo/erp/erptest"
	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/exchange/exchangetest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// stranger is a system with a webhook that the portal does not know.
func stranger(p *bitrix24test.Server) *bitrix24.System {
	c := bitrix24.New(bitrix24test.Portal, bxrest.Webhook(1, "guess"), ordo.WithHTTPClient(&http.Client{Transport: p.Transport()}), ordo.WithMaxAttempts(1))
	return c.System(settings())
}

// writes are the methods that write records.
var writes = []string{"crm.contact.add", "crm.contact.update", "crm.item.add", "crm.item.update"}

func TestRecordsOfOtherSystemsAreKept(t *testing.T) {
	exchangetest.RunSinkInBubble(t, func(t *testing.T) exchangetest.Sink {
		p, s := desk(t, bitrix24test.Settings{})
		mishap := func(fault fake.Fault) func() {
			return func() {
				for _, op := range writes {
					p.Faults().Next(op, fault)
				}
			}
		}
		return exchangetest.Sink{
			Port: s.Sink(), Kinds: []exchange.Kind{exchange.Parties, exchange.Cards, exchange.Discounts, exchange.Promos},
			Commits:   func() int { return p.Commits("*") },
			FailsOnce: mishap(fake.Status(503)), LosesAnswer: mishap(fake.ResetAfter()), BadCredentials: stranger(p).Sink(),
		}
	})
}

func TestContactsAreADirectory(t *testing.T) {
	erptest.RunDirectory(t, func(t *testing.T) erptest.DirectoryFixture {
		p, c := open(t, bitrix24test.Settings{Box: true})
		set := settings()
		set.Region = "UA"
		s := c.System(set)
		_, err := s.Setup(t.Context())
		require.NoError(t, err)
		return erptest.DirectoryFixture{
			Port: s, Count: func() int { return len(p.Contacts()) }, BadCredentials: stranger(p),
			Adds: func(x erp.Party) {
				last, first, _ := strings.Cut(x.Name, " ")
				p.AddsContact(bitrix24test.Operator, first, last, x.Phones[0], x.Email)
			},
			LosesAnswer: func() { p.Faults().Next("crm.contact.add", fake.ResetAfter()) },
		}
	})
}

// A party of the books is the contact that its phone is known by, and its card stands there.
//
// covers: B24-1 (counterparties and cards from the books)
func TestAPartyOfTheBooksIsTheContactThatIsThere(t *testing.T) {
	p, s := desk(t, bitrix24test.Settings{})
	x := buys(t, p, s, draft())
	x.apply("upsert")
	keep := func(kind exchange.Kind, r exchange.Record) exchange.Kept {
		t.Helper()
		var out exchange.Kept
		for k, err := range s.Sink().Keep(t.Context(), kind, []exchange.Record{r}) {
			require.NoError(t, err)
			out = k
		}
		return out
	}
	card := exchange.NewRecord(exchange.Cards, "c1", exchange.Card{Number: "20001", Level: "Платиновый", Party: "guid-1", Active: true, Bonus: "450.5"})
	require.ErrorContains(t, keep(exchange.Cards, card).Problem, "no contact of its owner", "it comes again when he is there")
	k := keep(exchange.Parties, exchange.NewRecord(exchange.Parties, "guid-1", exchange.Party{Name: "Иванова Анна Петровна", Phones: []string{"8 912 345-67-89", "8 800 555-35-35"}, Login: "anna"}))
	require.NoError(t, k.Problem)
	require.True(t, k.Changed)
	require.Len(t, p.Contacts(), 1)
	require.Equal(t, []string{"+79123456789", "+78005553535"}, p.Contacts()[0].Phones)
	require.True(t, keep(exchange.Cards, card).Changed)
	c := p.Contacts()[0].Fields
	require.Equal(t, "20001", c[bitrix24.ContactCard])
	require.Equal(t, "Платиновый", c[bitrix24.ContactLoyalty])
	require.InDelta(t, 450.5, c[bitrix24.ContactBonus], 0.001)
	require.False(t, keep(exchange.Cards, card).Changed)

	firm := exchange.NewRecord(exchange.Parties, "guid-2", exchange.Party{Name: "ООО Ромашка", Phones: []string{"+74951234567"}, Company: true})
	require.True(t, keep(exchange.Parties, firm).Changed)
	require.False(t, keep(exchange.Parties, firm).Changed)
	require.Len(t, p.Contacts(), 1)
	require.Empty(t, p.IgnoredFields())
}
