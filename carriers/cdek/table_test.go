package cdek_test

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers/cdek"
)

func TestStatuses(t *testing.T) {
	all := cdek.Statuses()
	require.Len(t, all, 43+10, "the documented codes and the aliases of older documents")
	byNumber := map[int]cdek.Phase{}
	seen := map[string]bool{}
	for _, s := range all {
		require.False(t, seen[s.Code], s.Code)
		seen[s.Code] = true
		require.Equal(t, s, cdek.StatusOf(s.Code+" "), "old webhooks have a space at the end")
		require.NotEmpty(t, s.Name, s.Code)
		require.NotEmpty(t, s.Meaning, s.Code)
		require.NotEqual(t, cdek.PhaseUnknown, s.Phase, s.Code)
		if s.Same != "" {
			first := cdek.StatusOf(s.Same)
			require.Empty(t, first.Same, s.Code)
			require.Equal(t, first.Phase, s.Phase, s.Code)
			require.Equal(t, first.Number, s.Number, s.Code)
			require.Equal(t, first.Final, s.Final, s.Code)
		}
		if s.Number != 0 && s.Number != 1000 {
			if p, ok := byNumber[s.Number]; ok {
				require.Equal(t, p, s.Phase, s.Code)
			}
			byNumber[s.Number] = s.Phase
		}
		if s.Final {
			require.Contains(t, []string{"INVALID", "REMOVED", "DELIVERED", "NOT_DELIVERED"}, s.Code)
		}
	}
	for code, want := range map[string]cdek.Phase{
		"CREATED": cdek.PhaseNew, "INVALID": cdek.PhaseInvalid, "REMOVED": cdek.PhaseCancelled, "RECEIVED_AT_SHIPMENT_WAREHOUSE": cdek.PhaseAccepted,
		"RETURNED_TO_SENDER_CITY_WAREHOUSE": cdek.PhaseTransit, "ACCEPTED_AT_PICK_UP_POINT": cdek.PhaseArrived, "POSTOMAT_POSTED": cdek.PhaseArrived,
		"ACCEPTED_AT_WAREHOUSE_ON_DEMAND": cdek.PhaseArrived, "ISSUED_FOR_DELIVERY": cdek.PhaseCourier, "DELIVERED": cdek.PhaseDelivered,
		"NOT_DELIVERED": cdek.PhaseFailed, "SOMETHING_NEW": cdek.PhaseUnknown,
	} {
		require.Equal(t, want, cdek.StatusOf(code).Phase, code)
		require.Equal(t, code, cdek.StatusOf(code).Code)
	}
	all[0].Code = "spoilt"
	require.Equal(t, "ACCEPTED", cdek.Statuses()[0].Code)
}

func TestReasonsAndTroubles(t *testing.T) {
	require.Len(t, cdek.Reasons(), 31)
	for _, r := range cdek.Reasons() {
		require.NotEmpty(t, r.Meaning)
		require.NotContains(t, r.Name, "…")
		require.Equal(t, r, cdek.ReasonOf(r.Code))
	}
	require.Equal(t, cdek.Reason{Code: "26", Name: "Утерян", Meaning: "lost"}, cdek.ReasonOf("26"))
	require.True(t, cdek.ReasonOf("20").Served)
	require.Equal(t, cdek.Reason{Code: "29"}, cdek.ReasonOf("29"), "28 to 30 are not documented")
	require.Len(t, cdek.Troubles(), 27)
	require.Equal(t, "locker full", cdek.TroubleOf("37").Meaning)
	require.Empty(t, cdek.TroubleOf("99").Meaning)
}

func TestErrors(t *testing.T) {
	code := regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]+$`)
	for _, e := range cdek.Errors() {
		require.Regexp(t, code, e.Code)
		require.NotZero(t, e.Class, e.Code)
		require.NotEmpty(t, e.Meaning, e.Code)
		require.NotContains(t, e.Field, "=", e.Code)
		require.Equal(t, e, cdek.ErrorOf(e.Code))
	}
	require.Greater(t, len(cdek.Errors()), 120)
	for want, codes := range map[ordo.Class][]string{
		ordo.Retry: {"v2_similar_request_still_processed", "v2_entity_not_ready", "error_calculator_calculate"},
		ordo.Auth:  {"v2_token_expired", "v2_authorization_incorrect", "unauthorized", "invalid_client"},
		ordo.NotFound: {
			"v2_entity_not_found", "v2_entity_forbidden", "v2_entity_not_found_im_number", "v2_order_not_found", "v2_order_forbidden",
		},
		ordo.Conflict: {
			"v2_update_forbidden", "v2_entity_has_final_status", "error_validate_im_dep_number_has_already_had_integration",
			"error_validate_order_delete_status", "v2_intake_exists_by_order",
		},
		ordo.Unsupported: {"ve_as_part_deliv_forbidden", "PA_17"},
		ordo.InDoubt:     {"v2_internal_error"},
		ordo.Invalid: {
			"v2_field_is_empty", "error_validate_package_number_has_alreasy_used", "ERR_PVZ_WEIGHT_LIMIT", "something_new",
			"error_validate_good_invalid_label", "PA_02", "ve_ci_pickup_date_expired",
		},
	} {
		for _, c := range codes {
			require.Equal(t, want, cdek.ErrorOf(c).Class, c)
		}
	}
	for code, field := range map[string]string{
		"error_validate_good_invalid_label": "packages.items.marking", "ve_receiver_pickup_point_empty": "delivery_point",
		"error_validate_sender_name_only_digits": "sender.name", "PA_11": "", "something_new": "",
		"error_validate_im_dep_number_has_already_had_integration": "number",
	} {
		require.Equal(t, field, cdek.ErrorOf(code).Field, code)
	}
}

func TestModes(t *testing.T) {
	require.True(t, cdek.DoorWarehouse.FromDoor())
	require.False(t, cdek.DoorWarehouse.ToDoor())
	require.True(t, cdek.LockerDoor.ToDoor())
	require.True(t, cdek.WarehouseLocker.ToLocker())
	require.False(t, cdek.WarehouseWarehouse.ToLocker())
}
