package novaposhta

import (
	"slices"
	"sync"

	"github.com/ordo-sdk/ordo"
)

// ErrorInfo describes one code of the vendor's dictionary. The dictionary has about 3,900; those that are not in
// [Errors] are refusals.
type ErrorInfo struct {
	Code  string
	Class ordo.Class
	Field string // the property at fault
	// TooBig reports that the branch does not take such a parcel: see [Problem.TooBig].
	TooBig bool
}

// Errors returns the codes that this package knows.
func Errors() []ErrorInfo { return slices.Clone(errorTable) }

var errorByCode = sync.OnceValue(func() map[string]ErrorInfo {
	m := make(map[string]ErrorInfo, len(errorTable))
	for _, i := range errorTable {
		m[i.Code] = i
	}
	return m
})

// The codes that are acted on.
const (
	codeDailyLimit  = "20000501331"
	codeBadNumber   = "20001401442" // of a waybill to be tracked: the whole request fails
	codeNotDeleted  = "20000201173" // too early, or deleted already
	codeUsedBarcode = "20000203778" // another waybill has our number
)

// errorTable is in the order of the subjects. A failure after which it is not certain that nothing was done is InDoubt.
var errorTable = []ErrorInfo{
	{"20000200068", ordo.Auth, "", false},
	{"20000200069", ordo.Auth, "", false},
	{"20000201204", ordo.Auth, "", false},
	{"20000401354", ordo.Auth, "", false},
	{"20000401355", ordo.Auth, "", false},
	{"20000401358", ordo.Auth, "", false},
	{"20000401359", ordo.Auth, "", false},
	{"20000401360", ordo.Auth, "", false},
	{"20000401361", ordo.Auth, "", false},
	{"20000401362", ordo.Auth, "", false},

	{"20000401501", ordo.RateLimited, "", false},
	{codeDailyLimit, ordo.RateLimited, "", false},
	{"20000100008", ordo.InDoubt, "", false},
	{"20000100016", ordo.InDoubt, "", false},
	{"20000500608", ordo.InDoubt, "", false},
	{"20001701795", ordo.InDoubt, "", false},
	{"20000301005", ordo.InDoubt, "", false},
	{"20000301229", ordo.InDoubt, "", false},
	{"20000201051", ordo.InDoubt, "", false},
	{"20000203636", ordo.InDoubt, "", false},
	{"20000203785", ordo.InDoubt, "", false},

	{codeBadNumber, ordo.Invalid, "", false},
	{"20001401153", ordo.Invalid, "", false},
	{"20000301007", ordo.Invalid, "", false},
	{"20000200159", ordo.Invalid, "", false},
	{"20001401157", ordo.Invalid, "", false},
	{"20001401158", ordo.Invalid, "", false},
	{"20001401159", ordo.Invalid, "", false},
	{"20001401160", ordo.Invalid, "", false},
	{"20000300415", ordo.NotFound, "", false},
	{"20000300416", ordo.NotFound, "", false},
	{"20000200206", ordo.NotFound, "", false},
	{"20002503517", ordo.NotFound, "", false},
	{"20000301849", ordo.NotFound, "", false},
	{"20000301271", ordo.Invalid, "", false},

	{"20000200153", ordo.Conflict, "", false}, // in a registry
	{"20000200154", ordo.Conflict, "", false}, // printed
	{codeNotDeleted, ordo.Conflict, "", false},
	{"20000203941", ordo.Conflict, "", false}, // in a locker
	{codeUsedBarcode, ordo.Conflict, "key", false},
	{"20000201481", ordo.Conflict, "", false},

	{"20000200188", ordo.Invalid, "key", false},
	{"20000200189", ordo.Invalid, "key", false},
	{"20000400455", ordo.Invalid, "DateTime", false},
	{"20000400456", ordo.Invalid, "DateTime", false},
	{"20000200145", ordo.Invalid, "DateTime", false},
	{"20000200099", ordo.Invalid, "CargoType", false},
	{"20000200184", ordo.Invalid, "CargoType", false},
	{"20000200247", ordo.Invalid, "PayerType", false},
	{"20000400475", ordo.Invalid, "PayerType", false},
	{"20000201107", ordo.Invalid, "PayerType", false},
	{"20000201109", ordo.Invalid, "PayerType", false},
	{"20000200248", ordo.Invalid, "PaymentMethod", false},
	{"20000200251", ordo.Invalid, "PaymentMethod", false},
	{"20000200249", ordo.Unsupported, "PaymentMethod", false},
	{"20000200347", ordo.Invalid, "ServiceType", false},
	{"20000200348", ordo.Invalid, "ServiceType", false},
	{"20000200313", ordo.Invalid, "OptionsSeat", false},
	{"20000200314", ordo.Invalid, "OptionsSeat", false},
	{"20000200226", ordo.Invalid, "OptionsSeat", false},
	{"20000201814", ordo.Invalid, "OptionsSeat", false},
	{"20000200365", ordo.Invalid, "VolumeGeneral", false},
	{"20000200366", ordo.Invalid, "VolumeGeneral", false},
	{"20000200367", ordo.Invalid, "VolumeGeneral", false},
	{"20000201123", ordo.Invalid, "VolumeGeneral", false},
	{"20000200118", ordo.Invalid, "Cost", false},
	{"20000200119", ordo.Invalid, "Cost", false},
	{"20000203744", ordo.Invalid, "Cost", false},
	{"20000203745", ordo.Invalid, "Cost", false},
	{"20000200150", ordo.Invalid, "Description", false},
	{"20000200151", ordo.Invalid, "Description", false},
	{"20000200152", ordo.Invalid, "Description", false},
	{"20000200373", ordo.Invalid, "OptionsSeat", false},
	{"20000200374", ordo.Invalid, "OptionsSeat", false},
	{"20000200375", ordo.Invalid, "OptionsSeat", false},
	{"20000200376", ordo.Invalid, "OptionsSeat", false},

	{"20000200104", ordo.Invalid, "CityRecipient", false},
	{"20000200107", ordo.Invalid, "CitySender", false},
	{"20000300431", ordo.Invalid, "RecipientName", false},
	{"20000300442", ordo.Invalid, "Sender", false},
	{"20000300401", ordo.Invalid, "RecipientName", false},
	{"20000300406", ordo.Invalid, "ContactSender", false},
	{"20000200268", ordo.Invalid, "RecipientAddress", false},
	{"20000200329", ordo.Invalid, "SenderAddress", false},
	{"20000201384", ordo.Invalid, "RecipientAddress", false},
	{"20000203869", ordo.Invalid, "RecipientAddress", false},
	{"20000203868", ordo.Invalid, "SenderAddress", false},
	{"20000300434", ordo.Invalid, "RecipientsPhone", false},
	{"20000300435", ordo.Invalid, "RecipientsPhone", false},
	{"20000300444", ordo.Invalid, "SendersPhone", false},
	{"20000300445", ordo.Invalid, "SendersPhone", false},
	{"20000201660", ordo.Invalid, "RecipientsPhone", false},
	{"20000201598", ordo.Invalid, "RecipientName", false},
	{"20000201758", ordo.Invalid, "RecipientName", false},
	{"20000100527", ordo.Invalid, "RecipientName", false},

	{"20000200841", ordo.Invalid, fieldCash, false},
	{"20000200078", ordo.Invalid, fieldCash, false},
	{"20000204095", ordo.Unsupported, fieldCash, false},
	{"20000202889", ordo.Invalid, fieldControl, false},
	{"20000200032", ordo.Invalid, fieldControl, false},
	{"20000200035", ordo.Unsupported, fieldControl, false},

	{"20000900759", ordo.Invalid, "", false},
	{"20000900767", ordo.Invalid, "", false},
	{"20000900746", ordo.Invalid, "", false},
	{"20000400480", ordo.Invalid, "", false},
	{"20000901631", ordo.Unsupported, "", false},
	{"20000901045", ordo.Unsupported, "", false},
	{"20001300961", ordo.NotFound, "", false},
	{"20001300968", ordo.NotFound, "", false},

	{"20000200380", ordo.Invalid, "RecipientAddress", true},
	{"20000200181", ordo.Invalid, "RecipientAddress", true},
	{"20000200212", ordo.Invalid, "RecipientAddress", true},
	{"20000200389", ordo.Invalid, "RecipientAddress", true},
	{"20000201161", ordo.Invalid, "RecipientAddress", true},
	{"20000201162", ordo.Invalid, "RecipientAddress", true},
	{"20000201511", ordo.Invalid, "RecipientAddress", true},
	{"20000202865", ordo.Invalid, "RecipientAddress", true},
	{"20000202866", ordo.Invalid, "RecipientAddress", true},
	{"20000202870", ordo.Invalid, "RecipientAddress", true},
	{"20000202872", ordo.Invalid, "RecipientAddress", true},
	{"20000203729", ordo.Invalid, "RecipientAddress", true},
	{"20000203733", ordo.Invalid, "RecipientAddress", true},
	{"20000203734", ordo.Invalid, "RecipientAddress", true},
	{"20000203726", ordo.Invalid, "RecipientAddress", true},
	{"20000203768", ordo.Invalid, "RecipientAddress", true},
}
