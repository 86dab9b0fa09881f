package page

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/status"
)

func TestEveryReturnStateOfSolidusHasAPlace(t *testing.T) {
	require.Len(t, solidusReceptions, 10)
	require.Len(t, solidusAcceptances, 4)
	require.Len(t, solidusReception, 10)
	for _, reception := range solidusReceptions {
		for _, acceptance := range solidusAcceptances {
			p := solidus(reception, acceptance)
			require.True(t, status.Items().Known(p.item), "%s %s", reception, acceptance)
			require.True(t, status.Custody().Known(p.custody), "%s %s", reception, acceptance)
			require.True(t, status.Money().Known(p.money), "%s %s", reception, acceptance)
		}
	}
}

// What Solidus lets happen to a return item, our machines let happen, too.
func TestWhatSolidusAllowsIsAllowed(t *testing.T) {
	intermediate := []string{"in_transit", "lost_in_transit", "shipped_wrong_item", "short_shipped"}
	steps := [][2]string{{"awaiting", "received"}, {"awaiting", "given_to_customer"}, {"awaiting", "cancelled"}, {"awaiting", "expired"}, {"awaiting", "unexchanged"}}
	for _, s := range intermediate {
		steps = append(steps, [2]string{"awaiting", s}, [2]string{s, "received"})
	}
	for _, step := range steps {
		from, to := solidus(step[0], "pending"), solidus(step[1], "pending")
		require.True(t, status.Custody().Reaches(from.custody, to.custody), "%s -> %s", step[0], step[1])
		require.True(t, status.Money().Reaches(from.money, to.money), "%s -> %s", step[0], step[1])
	}
	for _, decision := range []string{"accepted", "rejected"} {
		from, to := solidus("received", "pending"), solidus("received", decision)
		require.True(t, status.Custody().Can(from.custody, to.custody), decision)
	}
}

func TestEveryChangeActionOfMedusaHasAPlaceOrAReason(t *testing.T) {
	seen := map[string]bool{}
	for _, a := range medusaActions {
		require.False(t, seen[a.name], a.name)
		seen[a.name] = true
		if a.item == 0 {
			require.NotEmpty(t, a.why, a.name)
			require.Zero(t, a.custody)
			continue
		}
		require.True(t, status.Items().Known(a.item), a.name)
		require.Equal(t, a.custody == 0, a.money == 0, a.name)
	}
	for _, name := range []string{
		"ITEM_ADD", "ITEM_REMOVE", "ITEM_UPDATE", "SHIP_ITEM", "RETURN_ITEM", "RECEIVE_RETURN_ITEM",
		"RECEIVE_DAMAGED_RETURN_ITEM", "WRITE_OFF_ITEM", "REINSTATE_ITEM", "CANCEL_RETURN_ITEM",
	} {
		require.True(t, seen[name], name)
	}
	// A return there and a return here take the same road.
	c := status.Custody()
	require.True(t, c.Can(status.CustodyRequested, status.CustodyWithdrawn))
	require.True(t, c.Reaches(status.CustodyRequested, status.CustodyDamaged))
	require.True(t, c.Can(status.CustodyLost, status.CustodyReceived), "reinstated")
}
