package onec_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/erp/erptest"
	"github.com/ordo-sdk/ordo/erp/onec"
	"github.com/ordo-sdk/ordo/erp/onec/onectest"
	"github.com/ordo-sdk/ordo/fake"
)

func TestDirectory(t *testing.T) {
	t.Parallel()
	erptest.RunDirectory(t, func(t *testing.T) erptest.DirectoryFixture {
		set := settings()
		set.Customers.Region = "UA"
		base, s := install(t, set, onectest.Settings{})
		return erptest.DirectoryFixture{
			Port: s, BadCredentials: connect(base, "guess").System(set),
			Count: func() int {
				n, err := connect(base, onectest.Password).Partners().Count(t.Context(), onec.Eq("Клиент", true))
				require.NoError(t, err)
				return n
			},
			Adds: func(p erp.Party) { addPartner(t, base, p) },
		}
	})
}

// addPartner adds a customer as a form of 1C does: a number as it was typed, and its digits.
func addPartner(t *testing.T, base *onectest.Server, p erp.Party) {
	t.Helper()
	v := onec.Partner{Name: p.Name, FullName: p.Name, Kind: "ЧастноеЛицо", Customer: true}
	for _, phone := range p.Phones {
		digits := ""
		for _, r := range phone {
			if r >= '0' && r <= '9' {
				digits += string(r)
			}
		}
		v.Contacts = append(v.Contacts, onec.Contact{Type: "Телефон", Text: phone, Phone: digits})
	}
	_, err := connect(base, onectest.Password).Partners().Create(t.Context(), v, onec.Filter{})
	require.NoError(t, err)
}

// A lost answer creates nobody twice: the key that the partner was given finds it.
func TestAPartyIsCreatedOnceWhenTheAnswerIsLost(t *testing.T) {
	base, s := install(t, settings(), onectest.Settings{})
	base.Faults().Next("POST Catalog_Партнеры", fake.ResetAfter())
	anna := erp.Party{Name: "Петрова Анна", Phones: []string{"+79000000001"}}
	first, err := s.CreateParty(t.Context(), "key-1", anna)
	if err != nil {
		first, err = s.CreateParty(t.Context(), "key-1", anna)
	}
	require.NoError(t, err)
	again, err := s.CreateParty(t.Context(), "key-1", anna)
	require.NoError(t, err)
	require.Equal(t, first, again)
	found, err := s.Parties(t.Context(), erp.PartyPhone, "+79000000001")
	require.NoError(t, err)
	require.Len(t, found, 1)
	require.Equal(t, anna.Phones, found[0].Phones)
}
