package lax_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/order/amount"
)

func TestTheCurrencyOfSumsIsThatOfTheirRecordHoweverItIsSpelled(t *testing.T) {
	var v struct {
		Sum      amount.Money `json:"sum"`
		Currency string       `json:"currency"`
	}
	require.NoError(t, lax.Decode([]byte(`{"Currency":"USD","sum":"10"}`), &v, lax.Options{Currency: "RUB"}))
	require.Equal(t, "USD", v.Currency)
	require.Equal(t, "USD", v.Sum.Currency())

	var m struct{ Sum amount.Money }
	require.NoError(t, lax.Decode([]byte(`{"sum":{"Value":"10","Currency":"USD"}}`), &m, lax.Options{Currency: "RUB"}))
	require.Equal(t, "USD", m.Sum.Currency())
}

func TestSumsAreInNoCurrencyIfThatOfTheirRecordCannotBeRead(t *testing.T) {
	var v struct {
		Currency string       `json:"currency"`
		Sum      amount.Money `json:"sum"`
		Problem  error        `json:"-"`
	}
	require.NoError(t, lax.Decode([]byte(`{"currency":{"code":"USD"},"sum":"10"}`), &v, lax.Options{Currency: "RUB"}))
	require.Error(t, v.Problem)
	require.True(t, v.Sum.IsUnset(), "%s", v.Sum)
}

func TestNamesInAnotherCaseCostNoMoreThanOthers(t *testing.T) {
	var v struct {
		ID string `json:"id"`
	}
	b := `{` + strings.Repeat(`"ID":1,`, 150_000) + `"x":1}`
	require.NoError(t, lax.Decode([]byte(b), &v, lax.Options{}), "this took minutes")
	require.Equal(t, "1", v.ID)
}

func TestASecretOfAnOddFormIsNotShown(t *testing.T) {
	var v struct {
		Token ordo.Secret `json:"token"`
	}
	err := lax.Decode([]byte(`{"token":["abcsecret"]}`), &v, lax.Options{})
	require.Error(t, err)
	require.NotContains(t, err.Error(), "abcsecret")
}
