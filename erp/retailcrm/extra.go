package retailcrm

import "github.com/ordo-sdk/ordo/internal/lax"

// What was read and is written back keeps the fields that its type does not know.

// MarshalJSON implements json.Marshaler; the unknown fields are written back.
func (d DeliveryService) MarshalJSON() ([]byte, error) {
	type plain DeliveryService
	return lax.Join(plain(d), d.Extra)
}

// MarshalJSON implements json.Marshaler; the unknown fields are written back.
func (t TimeWindow) MarshalJSON() ([]byte, error) {
	type plain TimeWindow
	return lax.Join(plain(t), t.Extra)
}

// MarshalJSON implements json.Marshaler; the unknown fields are written back.
func (c CustomField) MarshalJSON() ([]byte, error) {
	type plain CustomField
	return lax.Join(plain(c), c.Extra)
}

// MarshalJSON implements json.Marshaler; the unknown fields are written back.
func (m Marketplace) MarshalJSON() ([]byte, error) {
	type plain Marketplace
	return lax.Join(plain(m), m.Extra)
}

// MarshalJSON implements json.Marshaler; the unknown fields are written back.
func (s Source) MarshalJSON() ([]byte, error) {
	type plain Source
	return lax.Join(plain(s), s.Extra)
}

// MarshalJSON implements json.Marshaler; the unknown fields are written back.
func (p PriceTypeKey) MarshalJSON() ([]byte, error) {
	type plain PriceTypeKey
	return lax.Join(plain(p), p.Extra)
}

// MarshalJSON implements json.Marshaler; the unknown fields are written back.
func (p Property) MarshalJSON() ([]byte, error) {
	type plain Property
	return lax.Join(plain(p), p.Extra)
}

// MarshalJSON implements json.Marshaler; the unknown fields are written back.
func (e ExternalID) MarshalJSON() ([]byte, error) {
	type plain ExternalID
	return lax.Join(plain(e), e.Extra)
}

// MarshalJSON implements json.Marshaler; the unknown fields are written back.
func (p PackageItem) MarshalJSON() ([]byte, error) {
	type plain PackageItem
	return lax.Join(plain(p), p.Extra)
}

// MarshalJSON implements json.Marshaler; the unknown fields are written back.
func (i ItemKey) MarshalJSON() ([]byte, error) {
	type plain ItemKey
	return lax.Join(plain(i), i.Extra)
}

// MarshalJSON implements json.Marshaler; the unknown fields are written back.
func (m ModuleStatus) MarshalJSON() ([]byte, error) {
	type plain ModuleStatus
	return lax.Join(plain(m), m.Extra)
}

// MarshalJSON implements json.Marshaler; the unknown fields are written back.
func (p PlateKind) MarshalJSON() ([]byte, error) {
	type plain PlateKind
	return lax.Join(plain(p), p.Extra)
}

// MarshalJSON implements json.Marshaler; the unknown fields are written back.
func (m ModuleField) MarshalJSON() ([]byte, error) {
	type plain ModuleField
	return lax.Join(plain(m), m.Extra)
}

// MarshalJSON implements json.Marshaler; the unknown fields are written back.
func (d DeliverySettings) MarshalJSON() ([]byte, error) {
	type plain DeliverySettings
	return lax.Join(plain(d), d.Extra)
}

// MarshalJSON implements json.Marshaler; the unknown fields are written back.
func (t TrackingMapping) MarshalJSON() ([]byte, error) {
	type plain TrackingMapping
	return lax.Join(plain(t), t.Extra)
}

// MarshalJSON implements json.Marshaler; the unknown fields are written back.
func (s StoreModule) MarshalJSON() ([]byte, error) {
	type plain StoreModule
	return lax.Join(plain(s), s.Extra)
}

// MarshalJSON implements json.Marshaler; the unknown fields are written back.
func (s StoreAction) MarshalJSON() ([]byte, error) {
	type plain StoreAction
	return lax.Join(plain(s), s.Extra)
}
