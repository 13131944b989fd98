import fc from 'fast-check'

// That a property fails is all that is asked: nobody reads the smallest case.
fc.configureGlobal({ ...fc.readConfigureGlobal(), endOnFailure: true })
