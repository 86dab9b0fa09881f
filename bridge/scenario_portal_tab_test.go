package bridge_test

import (
	"net/url"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels/bitrix/bitrixtest"
	"github.com/ordo-sdk/ordo/erp/bitrix24"
	"github.com/ordo-sdk/ordo/erp/bitrix24/bitrix24test"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
)

var _ bitrix24.TabDesk = (*bridge.Bridge)(nil)

var (
	sealOfTab  = regexp.MustCompile(`name="ordo" value="([^"]+)"`)
	fieldOfTab = regexp.MustCompile(`<(?:input|textarea)[^>]* name="(v\.[^"]+)"(?:[^>]* value="([^"]*)")?`)
	choiceOf   = regexp.MustCompile(`(?s)<select[^>]* name="(v\.[^"]+)".*?</select>`)
	selected   = regexp.MustCompile(`value="([^"]*)" selected`)
)

// The merchant's program is an application of the portal: the tab of the deal shows what 1C has at each place now, and
// CDEK's form; the operator fills it in there, and the parcel is asked for once, however often it is sent.
//
// part of: B24-4, B24-5
func TestAParcelIsAskedForInTheTabOfADeal(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Has("MUG", chaos.Central, 3, "MUG", chaos.Shop2, 7)
		buyer := chaos.Anna()
		buyer.City, buyer.Point = "Санкт-Петербург", "SPB14"
		x := s.OrdersAs(buyer, bitrixtest.PickupByCDEK, "", bitrixtest.Item{Article: "MUG", Quantity: "2"})
		x.Pays()
		x.As(chaos.Clerk, order.CreateShipment{Picks: order.PickAll(x.Order().View().Lines[0].ID)})

		require.Equal(t, 1, s.Portal.OpensTab(bitrix24test.Operator, x.Deal().ID))
		s.Portal.SendHooks(s.Context())
		require.Contains(t, s.Page, chaos.Shop2)
		require.Contains(t, s.Page, "SPB14", "the form is filled in")

		form := url.Values{"ordo": {sealOfTab.FindStringSubmatch(s.Page)[1]}, "do": {"send"}, "shipment": {"1"}, "carrier": {"cdek-1"}}
		for _, f := range fieldOfTab.FindAllStringSubmatch(s.Page, -1) {
			form.Set(f[1], f[2])
		}
		for _, c := range choiceOf.FindAllStringSubmatch(s.Page, -1) {
			if v := selected.FindStringSubmatch(c[0]); v != nil {
				form.Set(c[1], v[1])
			}
		}
		s.Posts(form.Encode())
		require.Contains(t, s.Page, "packages.1.length", "%s", s.Page)
		require.Empty(t, x.Parcels())

		for name, cm := range map[string]string{"length": "31", "width": "20", "height": "15"} {
			form.Set("v.packages.1."+name, cm)
		}
		form.Set("ordo", sealOfTab.FindStringSubmatch(s.Page)[1])
		for range 2 {
			s.Posts(form.Encode())
			x.Settle()
		}
		require.Len(t, x.Parcels(), 1, "%s", s.Page)
		require.Equal(t, []string{"Отправлено"}, stages(x, chaos.Shipments))
		require.Len(t, s.Papers(inSale), 1)
	}, chaos.WithPortal, chaos.AsApplication)
}
