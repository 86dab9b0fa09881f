package retailcrm_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
)

func TestTheModuleIsInstalledOnce(t *testing.T) {
	crm, c := start(t)
	s := c.System(retailcrm.DefaultMapping(), retailcrm.WithModule("https://ordo.example/crm-1/", clientID))
	require.NoError(t, s.Install(t.Context()))
	require.Equal(t, 2, crm.Commits("*"))
	require.NoError(t, s.Install(t.Context()))
	require.Equal(t, 2, crm.Commits("*"), "everything was there")

	m, err := c.GetModule(t.Context(), "ordo")
	require.NoError(t, err)
	require.True(t, m.Active)
	require.Equal(t, "https://ordo.example/crm-1", m.BaseURL)
	require.Equal(t, "/activity", m.Actions["activity"])
	del := m.Integrations.Delivery
	require.Equal(t, "/save", del.Actions["save"])
	require.Equal(t, "/delete", del.Actions["delete"])
	require.True(t, *del.AllowPackages)
	require.True(t, *del.DuplicateOrderProductSupported)
	require.True(t, *del.Settings.LockedByDefault)
	f, err := c.GetCustomField(t.Context(), "order", "ordo_handed_to_courier")
	require.NoError(t, err)
	require.Equal(t, "boolean", f.Type)
	require.Equal(t, "editable", f.ViewMode)
}

func TestWhatTheMerchantSetOfTheModuleStays(t *testing.T) {
	_, c := start(t)
	s := c.System(retailcrm.DefaultMapping(), retailcrm.WithModule("https://ordo.example", clientID))
	require.NoError(t, s.Install(t.Context()))
	m, err := c.GetModule(t.Context(), "ordo")
	require.NoError(t, err)
	m.Active, m.Name = false, "Мегамаркет"
	_, err = c.UpdateModule(t.Context(), *m)
	require.NoError(t, err)
	moved := c.System(retailcrm.DefaultMapping(), retailcrm.WithModule("https://new.example", clientID))
	require.NoError(t, moved.Install(t.Context()))
	m, err = c.GetModule(t.Context(), "ordo")
	require.NoError(t, err)
	require.False(t, m.Active)
	require.Equal(t, "Мегамаркет", m.Name)
	require.Equal(t, "https://new.example", m.BaseURL)
}

// fault: U4
func TestInstallSaysThatTheModuleWasNotMade(t *testing.T) {
	crm, c := start(t)
	err := c.System(retailcrm.DefaultMapping()).Install(t.Context())
	require.ErrorIs(t, err, ordo.ErrInvalid)
	require.ErrorContains(t, err, `the module "ordo" was not made`)
	require.ErrorContains(t, err, "give WithModule")
	require.Equal(t, 1, crm.Commits("*"), "the field was made")
	_, err = c.GetModule(t.Context(), "ordo")
	require.ErrorIs(t, err, ordo.ErrNotFound)

	own := retailcrm.DefaultMapping()
	own.Delivery = "courier"
	require.NoError(t, c.System(own).Install(t.Context()), "no order needs the module")
	require.NoError(t, c.System(retailcrm.DefaultMapping(), retailcrm.WithModule("https://ordo.example", clientID)).Install(t.Context()))
	require.NoError(t, c.System(retailcrm.DefaultMapping()).Install(t.Context()), "it is there")
}

func TestADeliveryTypeOfAnotherNameIsTold(t *testing.T) {
	_, c := start(t)
	m := retailcrm.DefaultMapping()
	m.Delivery = "mm-dsm"
	err := c.System(m, retailcrm.WithModule("https://ordo.example", clientID)).Install(t.Context())
	require.ErrorIs(t, err, ordo.ErrInvalid)
	require.ErrorContains(t, err, "name ordo in delivery")
}
