package texts_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/texts"
)

// What bridge.Bridge.Check returns has an error for each account: each is put into the language by itself.
func TestJoinedErrorsAreTranslatedOneByOne(t *testing.T) {
	err := errors.Join(
		&bridge.AccountError{Account: "mm-1", Err: &ordo.Error{System: "megamarket", Class: ordo.Auth, Text: "wrong token"}},
		&bridge.AccountError{Account: "crm-1", Err: &ordo.Error{System: "retailcrm", Class: ordo.Retry, Text: "503"}},
	)
	require.Equal(t,
		"аккаунт mm-1: "+texts.Russian.Error(&ordo.Error{System: "megamarket", Class: ordo.Auth, Text: "wrong token"})+"\n"+
			"аккаунт crm-1: "+texts.Russian.Error(&ordo.Error{System: "retailcrm", Class: ordo.Retry, Text: "503"}),
		texts.Russian.Error(err))
	require.NotContains(t, texts.Russian.Error(err), "account ")
}
