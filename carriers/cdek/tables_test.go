package cdek_test

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers/cdek"
	"github.com/ordo-sdk/ordo/status"
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

// Both tables speak of the same codes: what CDEK's pages say of a status and what it means to an order.
func TestTheTablesAgree(t *testing.T) {
	table := status.CDEK()
	require.Equal(t, cdek.Name, table.System())
	var codes []string
	want := map[cdek.Phase]status.ShipmentState{
		cdek.PhaseNew: status.ShipmentRequested, cdek.PhaseAccepted: status.ShipmentSent, cdek.PhaseTransit: status.ShipmentSent,
		cdek.PhaseCourier: status.ShipmentSent, cdek.PhaseArrived: status.ShipmentArrived, cdek.PhaseDelivered: status.ShipmentHandedOut,
		cdek.PhaseFailed: status.ShipmentComingBack, cdek.PhaseCancelled: status.ShipmentAssembling, cdek.PhaseInvalid: status.ShipmentAssembling,
	}
	for _, s := range cdek.Statuses() {
		codes = append(codes, s.Code)
		r, known := table.Row(status.AxisShipment, s.Code)
		require.True(t, known, s.Code)
		require.Equal(t, want[s.Phase], r.Means.Shipment, s.Code)
		require.Equal(t, status.DirectionRead, r.Direction, s.Code)
		require.Equal(t, s.Code == "ACCEPTED", r.Transient, s.Code)
		if s.Same != "" {
			same, _ := table.Row(status.AxisShipment, s.Same)
			require.Equal(t, same.Means, r.Means, "%s is %s", s.Code, s.Same)
		}
	}
	require.Equal(t, table.Codes(status.AxisShipment), codes, "the same codes, in the same order")
	require.Equal(t, []status.Axis{status.AxisShipment, status.AxisSubStatus}, table.Axes())
	for _, r := range cdek.Reasons() {
		m, known := table.Read(status.AxisSubStatus, r.Code)
		require.True(t, known)
		require.False(t, m.IsZero(), r.Code)
		require.Equal(t, r.Code == "20", m.Shipment == status.ShipmentPartlyHandedOut)
	}
	for _, code := range []string{"created", "SOMETHING_NEW", "CREATED ", ""} {
		_, known := table.Read(status.AxisShipment, code)
		require.False(t, known, "%q is never guessed", code)
	}
}

func TestTariffs(t *testing.T) {
	all := cdek.KnownTariffs()
	require.Greater(t, len(all), 90)
	last := 0
	for _, tariff := range all {
		require.Greater(t, tariff.Code, last, "each code once, sorted")
		last = tariff.Code
		require.Equal(t, tariff, cdek.TariffOf(tariff.Code))
		require.NotZero(t, tariff.Mode, tariff.Code)
		require.NotEmpty(t, tariff.Service, tariff.Code)
	}
	require.Equal(t, "Посылка склад-дверь", cdek.TariffOf(137).Name())
	require.Equal(t, cdek.TariffInfo{Code: 9999}, cdek.TariffOf(9999))
	require.Empty(t, cdek.TariffOf(9999).Name())
	for mode, codes := range map[cdek.Mode][]int{
		cdek.DoorDoor: {139, 231, 480, 2360}, cdek.DoorWarehouse: {138, 232, 158}, cdek.WarehouseDoor: {137, 233}, cdek.WarehouseWarehouse: {136, 234, 2536, 358},
		cdek.DoorLocker: {366, 376}, cdek.WarehouseLocker: {368, 378, 722}, cdek.LockerDoor: {605}, cdek.LockerWarehouse: {606}, cdek.LockerLocker: {607},
	} {
		for _, code := range codes {
			require.Equal(t, mode, cdek.TariffOf(code).Mode, code)
		}
	}
	all[0].Code = 0
	require.NotZero(t, cdek.KnownTariffs()[0].Code)
}

// The page of tariffs, row by row. A row without a limit, or with one of the direction or of the very locker, is in 0.
//
// fault: C22
func TestTariffsTakeWhatTheirPageSays(t *testing.T) {
	page := map[int][]int{
		500: {533, 534, 535, 536}, 5000: {7}, 25000: {2360}, 500_000: {291, 293, 294, 295, 2483, 2485}, 100_000_000: {748, 749, 750, 751},
		50000: {136, 137, 138, 139, 231, 232, 233, 234},
		30000: {
			8, 366, 368, 376, 378, 2536, 3, 57, 58, 59, 60, 61, 777, 786, 795, 804, 778, 787, 796, 805, 779, 788, 797, 806, 722,
			676, 677, 678, 679, 686, 687, 688, 689, 696, 697, 698, 699, 706, 707, 708, 709, 716, 717, 718, 719,
		},
		0: {
			184, 185, 186, 187, 497, 498, 509, 510, 2261, 2262, 2263, 2264, 2266, 2267, 19, 2321, 2322, 2323, 358, 158, 62, 121, 122, 123,
			480, 481, 482, 483, 485, 486, 605, 606, 607,
		},
	}
	rows := 0
	for grams, codes := range page {
		rows += len(codes)
		for _, code := range codes {
			require.NotZero(t, cdek.TariffOf(code).Mode, code)
			require.Equal(t, grams, cdek.TariffOf(code).MaxGrams, code)
		}
	}
	require.Len(t, cdek.KnownTariffs(), rows)
}
