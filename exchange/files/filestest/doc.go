// Package filestest is the conformance suite of [files.Folder]. It checks that a file appears whole and is never
// overwritten, that no name leaves the folder, and that what is not there is an error and not empty.
//
// A folder of the host's own, such as one behind FTP, is run in one line:
//
//	func TestConformance(t *testing.T) {
//		filestest.Run(t, func(t *testing.T) filestest.Fixture { return filestest.Fixture{Port: ftpfolder.New(server(t))} })
//	}
//
// The suite needs no dependency outside this module.
package filestest
