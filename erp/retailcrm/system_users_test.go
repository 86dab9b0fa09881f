package retailcrm_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
)

// historyOfSeveral is an answer in the form of the CRM: two people, a rule, and another program. Invented data.
const historyOfSeveral = `{ "success": true, "generatedAt": "2025-03-04 18:00:00", "history": [
  { "id": 90101, "createdAt": "2025-03-04 17:40:10", "source": "user", "user": { "id": 19 }, "field": "order_product.status",
    "oldValue": { "code": "new" }, "newValue": { "code": "out-of-stock" },
    "order": { "id": 7002, "externalId": "955100777", "managerId": 19, "site": "mm-shop", "status": "new" },
    "item": { "id": 11005, "offer": { "id": 502, "externalId": "MUG-RED" } } },
  { "id": 90102, "createdAt": "2025-03-04 17:41:00", "source": "user", "user": { "id": 23 }, "field": "status",
    "oldValue": { "code": "new" }, "newValue": { "code": "availability-confirmed" },
    "order": { "id": 7002, "externalId": "955100777", "managerId": 19, "site": "mm-shop", "status": "availability-confirmed" } },
  { "id": 90103, "createdAt": "2025-03-04 17:41:00", "source": "code", "field": "manager_comment",
    "oldValue": null, "newValue": "проверено", "order": { "id": 7002, "externalId": "955100777", "site": "mm-shop", "status": "availability-confirmed" } },
  { "id": 90104, "createdAt": "2025-03-04 17:42:00", "source": "api", "apiKey": { "current": false }, "field": "delivery_date",
    "oldValue": null, "newValue": "2025-03-09", "order": { "id": 7002, "externalId": "955100777", "site": "mm-shop", "status": "availability-confirmed" } } ],
  "pagination": { "limit": 100, "totalCount": 4, "currentPage": 1, "totalPageCount": 1 } }`

func TestChangesNameTheirUser(t *testing.T) {
	crm := retailcrmtest.New(retailcrmtest.Settings{})
	t.Cleanup(crm.Close)
	crm.Faults().Next("GET /api/v5/orders/history", fake.Refuse(200, "application/json", historyOfSeveral))
	c := client(crm, retailcrmtest.Key).WithSite("mm-shop").WithZone(moscow)
	var users []string
	for ch, err := range c.System(retailcrm.DefaultMapping()).Changes(t.Context(), "90100") {
		require.NoError(t, err)
		users = append(users, ch.Field+" "+ch.By)
	}
	require.Equal(t, []string{"order_product.status 19", "status 23", "manager_comment ", "delivery_date "}, users)
}

// The fake says, as the CRM does, who did what by hand.
func TestTheMerchantsPeopleAreToldApart(t *testing.T) {
	d := sell(t, standardDraft(), retailcrm.DefaultMapping())
	d.crm.SetStatus(d.id, "offer-analog")
	d.crm.SetUser(23)
	d.crm.SetStatus(d.id, "client-confirmed")
	var by []string
	var all []erp.Change
	for c, err := range d.s.Changes(t.Context(), d.cursor) {
		require.NoError(t, err)
		if !c.Ref.IsZero() {
			by = append(by, c.Value+" "+c.By)
			all = append(all, c)
		}
	}
	require.Equal(t, []string{"offer-analog 19", "client-confirmed 23"}, by)
	r, err := d.s.Read(t.Context(), all[1:], d.o.View())
	require.NoError(t, err)
	require.Equal(t, []order.Command{order.Confirm{}}, r.Reports[0].(order.Intent).Commands)
}
